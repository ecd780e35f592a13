#include "greenlane/engine/lane_sweep.h"

#include "unit/clearance/process_builder.h"
#include "unit/engine/whole_runs.h"
#include "unit/shipment/flow_fixture.h"

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

namespace build = clearance::test;
using test::difference;
using test::whole_run;

/// Every control, ways that depend on every part of a decision, a rework loop, audits, detentions
/// and exits other than release.
clearance::ProcessDefinition process() {
    clearance::ProcessDefinition process;
    const auto station = [](const char* name, const char* stage, const char* when) {
        clearance::StationDefinition out = build::delay(name, 1, stage);
        out.when = build::text(when, 1);
        return out;
    };
    const auto control = [&](const char* name, const char* kind, const char* when) {
        clearance::StationDefinition out = station(name, "assessment", when);
        out.control = build::text(kind, 1);
        out.sensitivity = build::located(0.7, 1);
        out.false_alarm = build::located(0.05, 1);
        return out;
    };
    process.stations = {build::station("acceptance", 1, "acceptance"),
                        control("papers", "documents", "lane in ['yellow', 'red']"),
                        control("scan", "nii", "nii or overflow"),
                        control("examination", "physical", "lane == 'red' or alarm"),
                        control("test", "laboratory", "high_risk or lottery"),
                        station("detention", "assessment", "finding == 'missing_permit'"),
                        build::delay("payment", 1, "payment"),
                        control("audit", "documents", "lane == 'blue'")};
    process.stations[0].servers->value = 1000;
    process.stations[5].detains = build::located(true, 1);
    process.stations[7].stage = build::text("release", 1);
    process.stations[7].audits = build::located(true, 1);
    process.routes = {build::route("acceptance", "refused", 1, 0.02),
                      build::route("papers", "papers", 1, 0.3),
                      build::route("detention", "re-exported", 1, 0.4)};
    return process;
}

profile::RuleDefinition rule(const char* code, const char* when, std::int64_t points) {
    profile::RuleDefinition rule;
    rule.code = build::text(code, 1);
    rule.when = build::text(when, 1);
    rule.points = build::located(points, 1);
    return rule;
}

/// Rules of every kind, some with a lane of their own; points from -15 to 65.
profile::ProfileDefinition profile() {
    profile::ProfileDefinition profile;
    profile.name = build::text("profile", 1);
    profile.random_rate = build::located(0.1, 1);
    profile.random_lane = build::text("red", 1);
    profile.thresholds = {build::located(std::int64_t{20}, 1), build::located(std::int64_t{40}, 1)};
    profile.rules = {
        rule("panels", "hs in ['8541']", -15),     rule("waste", "hs in ['854999']", 25),
        rule("shirts", "origin == 'CN'", 20),      rule("gas", "hs in ['2903']", 40),
        rule("air", "mode == 'air'", 5),           rule("south", "office == 'south'", 0),
        rule("paper", "procedure == 'export'", 10)};
    auto& rules = profile.rules;
    rules[1].risk = build::text("environment", 1);
    rules[2].lane = build::text("yellow", 1);
    rules[2].rate = build::located(0.1, 1);
    rules[2].mandatory = build::located(true, 1);
    rules[3].risk = build::text("environment", 1);
    rules[3].lane = build::text("red", 1);
    rules[3].rate = build::located(0.5, 1);
    rules[3].nii = build::located(true, 1);
    rules[5].lane = build::text("blue", 1);
    rules[5].rate = build::located(0.2, 1);
    rules[6].lane = build::text("yellow", 1);
    rules[6].rate = build::located(0.4, 1);
    rules[6].mandatory = build::located(true, 1);
    return profile;
}

profile::CapacityDefinition capacity(const char* lane, std::int64_t per_day, const char* decide,
                                     const char* overflow) {
    return {build::text(lane, 1), build::located(per_day, 1), build::text(decide, 1),
            build::text(overflow, 1)};
}

/// 2,400 shipments in six days, the first of them warm-up.
CompiledScenario scenario(const profile::ProfileDefinition& profile) {
    ScenarioDefinition definition;
    definition.position = build::at(1, 1);
    definition.name = build::text("sweep", 1);
    definition.seed = build::located(std::uint64_t{5}, 1);
    definition.duration = build::located(6 * day, 1);
    definition.warmup = build::located(day + hour, 1);
    definition.flow = shipment::small_flow();
    definition.flow.arrivals.per_hour->value = 400.0 / 24;
    definition.process = process();
    Diagnostics diagnostics;
    auto compiled = compile(
        {.scenario = &definition, .profile = &profile, .lists = {}, .replay = {}, .seed = {}},
        diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        ADD_FAILURE() << to_string(diagnostic);
    }
    return std::move(compiled).value();
}

/// Thresholds that nobody, everybody and some reach, in either order, with few places and many.
std::vector<LaneSetting> settings(const CompiledScenario& scenario) {
    const LaneSetting own = lane_setting(*scenario.profile);
    std::vector<LaneSetting> settings = {own};
    const std::optional<std::int32_t> none;
    for (const auto yellow : {none, std::optional(-20), std::optional(20), std::optional(45)}) {
        for (const auto red : {none, std::optional(20), std::optional(30), std::optional(1000)}) {
            for (const std::int64_t places : {0, 40}) {
                settings.push_back({yellow, red, {0, places, places / 2, places}});
            }
        }
    }
    return settings;
}

void expect_whole_runs(const profile::ProfileDefinition& profile) {
    const CompiledScenario compiled = test::observed_to_the_end(scenario(profile));
    const auto all = settings(compiled);
    const auto swept = sweep_lanes(compiled, 3, all);
    ASSERT_EQ(swept.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto whole = whole_run(compiled, 3, all[i]);
        ASSERT_EQ(whole.counts.exits[static_cast<std::size_t>(kpi::Exit::in_process)], 0);
        EXPECT_EQ(difference(swept[i], whole.totals), "") << "setting " << i;
    }
}

TEST(LaneSweep, EqualsWholeRunsWithoutCapacity) {
    expect_whole_runs(profile());
}

TEST(LaneSweep, EqualsWholeRunsWithLanesFilledAtLodgement) {
    auto limited = profile();
    limited.capacity = {capacity("red", 30, "lodgement", "yellow"),
                        capacity("yellow", 20, "lodgement", "blue"),
                        capacity("blue", 10, "lodgement", "green")};
    expect_whole_runs(limited);
}

TEST(LaneSweep, EqualsWholeRunsWithLanesFilledByRank) {
    auto limited = profile();
    limited.capacity = {capacity("red", 30, "16:00", "blue"),
                        capacity("yellow", 20, "16:00", "green")};
    limited.random_lane = build::text("yellow", 1);
    expect_whole_runs(limited);
}

TEST(LaneSweep, TellsSettingsApart) {
    auto limited = profile();
    limited.capacity = {capacity("red", 30, "lodgement", "yellow")};
    const CompiledScenario compiled = scenario(limited);
    const auto swept = sweep_lanes(compiled, 0, settings(compiled));
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_FALSE(swept[i + 4] == swept[i]) << i;
    }
}

TEST(LaneSweep, SeesThroughWhatTheHorizonCutsShort) {
    const CompiledScenario compiled = scenario(profile());
    const LaneSetting own = lane_setting(*compiled.profile);
    const LaneTotals swept = sweep_lanes(compiled, 1, {&own, 1}).front();
    const test::WholeRun whole = whole_run(compiled, 1, own);
    ASSERT_GT(whole.counts.exits[static_cast<std::size_t>(kpi::Exit::in_process)], 0);
    EXPECT_EQ(swept.lanes, whole.totals.lanes);
    using enum kpi::Measure;
    for (const kpi::Measure decided : {lodged, described, covered, flagged, selected, displaced,
                                       selected_by_environment, selected_by_lottery}) {
        EXPECT_EQ(swept.cell[decided], whole.totals.cell[decided]) << kpi::info(decided).name;
    }
    EXPECT_GT(swept.cell[controlled], whole.totals.cell[controlled]);
}

TEST(LaneSweep, LeavesUndefinedWhatNeedsAClock) {
    const CompiledScenario compiled = scenario(profile());
    const LaneSetting own = lane_setting(*compiled.profile);
    const LaneTotals swept = sweep_lanes(compiled, 1, {&own, 1}).front();
    const auto figure = [&](std::string_view id) {
        return value(kpi::kpis()[kpi::kpi_index(id)], swept, {});
    };
    for (const char* id : {"targeting.hit_rate", "targeting.hits_per_officer_hour",
                           "selectivity.flagged", "revenue.recovered", "assessment.time.working",
                           "targeting.detection_rate", "environment.harm_prevented"}) {
        EXPECT_TRUE(figure(id)) << id;
    }
    for (const char* id : {"clearance.time", "clearance.time.p90", "release.on_time",
                           "assessment.time", "assessment.time.waiting", "release.detention_time",
                           "clearance.utilisation", "environment.co2.idling", "environment.co2"}) {
        EXPECT_FALSE(figure(id)) << id;
    }
}

TEST(LaneSweep, RefusesWhatFollowsFindingsOrHasNoThresholds) {
    CompiledScenario compiled = scenario(profile());
    EXPECT_FALSE(why_no_lane_sweep(compiled));
    compiled.profile->rules[0].sampling.emplace();
    EXPECT_EQ(why_no_lane_sweep(compiled),
              "its sampling plans follow what was found, and so what was selected, before");
    compiled.profile->recorded = true;
    EXPECT_EQ(why_no_lane_sweep(compiled),
              "lanes are those of the records: no threshold decides them");
    compiled.profile.reset();
    EXPECT_EQ(why_no_lane_sweep(compiled), "there is no profile: nobody is selected");
}

TEST(LaneSweep, StopsWhereItIsTold) {
    const CompiledScenario compiled = scenario(profile());
    const LaneSetting own = lane_setting(*compiled.profile);
    EXPECT_THROW(
        sweep_lanes(compiled, 0, {&own, 1}, [](std::uint64_t lodged) { return lodged < 1000; }),
        Interrupted);
}

}  // namespace
}  // namespace greenlane::engine
