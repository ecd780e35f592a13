/// A sampling plan in a run: what controls found is known when they are done, and counts from the
/// next day on.

#include "greenlane/engine/replication.h"
#include "greenlane/kpi/proportion.h"

#include "unit/clearance/process_builder.h"
#include "unit/shipment/flow_fixture.h"

#include <map>

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

namespace build = clearance::test;

/// Acceptance, then for red an examination that takes as long as it takes.
clearance::ProcessDefinition process(double hours, double sensitivity, double false_alarm) {
    clearance::ProcessDefinition process;
    process.stations = {build::delay("acceptance", 1, "acceptance"), build::delay("physical", 1)};
    clearance::StationDefinition& physical = process.stations[1];
    physical.delay->distribution = build::text("deterministic", 1);
    physical.delay->mean.reset();
    physical.delay->value = build::located(random::Parameter{hours * hour, true}, 1);
    physical.control = build::text("physical", 1);
    physical.when = build::text("lane == 'red'", 1);
    physical.sensitivity = build::located(sensitivity, 1);
    physical.false_alarm = build::located(false_alarm, 1);
    return process;
}

profile::ProfileDefinition sampling_profile(std::int64_t clearance) {
    profile::ProfileDefinition profile;
    profile.name = build::text("profile", 1);
    profile::RuleDefinition& rule = profile.rules.emplace_back();
    rule.code = build::text("S1", 1);
    rule.lane = build::text("red", 1);
    profile::SamplingDefinition& sampling = rule.sampling.emplace();
    sampling.plan = build::text("csp-1", 1);
    sampling.pathway.value = {build::text("hs2", 1), build::text("origin", 1)};
    sampling.share = build::located(0.2, 1);
    sampling.clearance = build::located(clearance, 1);
    return profile;
}

CompiledScenario scenario(const clearance::ProcessDefinition& process,
                          const profile::ProfileDefinition& profile) {
    ScenarioDefinition definition;
    definition.position = build::at(1, 1);
    definition.name = build::text("sampling", 1);
    definition.seed = build::located(std::uint64_t{11}, 1);
    definition.duration = build::located(5 * day, 1);
    definition.flow = shipment::small_flow();
    definition.process = process;
    Diagnostics diagnostics;
    auto compiled = compile({.scenario = &definition,
                             .profile = &profile,
                             .lists = std::make_shared<const profile::Lists>(),
                             .replay = {},
                             .seed = {}},
                            diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        ADD_FAILURE() << to_string(diagnostic);
    }
    return std::move(compiled).value();
}

/// The share of the declarations of each day that went to red.
std::map<std::int64_t, double> red_by_day(const CompiledScenario& scenario) {
    std::map<std::int64_t, kpi::Proportion> days;
    Watch watch;
    watch.decided = [&](const shipment::Block& block, const shipment::Vocabulary&,
                        const screening::Decisions& decisions) {
        for (std::size_t row = 0; row < decisions.rows(); ++row) {
            kpi::Proportion& red = days[scenario.epochs.of(block.declarations.lodged[row]) -
                                        scenario.epochs.of(scenario.horizon.start)];
            ++red.trials;
            red.events += decisions.lane[row] == Lane::red;
        }
    };
    run_replication(scenario, 0, watch);
    std::map<std::int64_t, double> shares;
    for (const auto& [day, red] : days) {
        shares[day] = *red.share();
    }
    return shares;
}

TEST(Sampling, a_compliant_pathway_is_relieved_once_its_inspections_are_done) {
    // An examination of 30 hours: what is lodged on day 0 is known on day 2 at the latest.
    auto days = red_by_day(scenario(process(30, 0, 0), sampling_profile(3)));
    EXPECT_EQ(days[0], 1);
    EXPECT_EQ(days[1], 1);
    // 24,000 a day: three standard errors are 0.0077.
    EXPECT_NEAR(days[2], 0.2, 0.0077);
    EXPECT_NEAR(days[4], 0.2, 0.0077);
    days = red_by_day(scenario(process(6, 0, 0), sampling_profile(3)));
    EXPECT_EQ(days[0], 1);
    EXPECT_NEAR(days[1], 0.2, 0.0077);
}

TEST(Sampling, a_pathway_of_finds_stays_under_inspection) {
    for (const auto& [day, red] : red_by_day(scenario(process(6, 1, 1), sampling_profile(3)))) {
        EXPECT_EQ(red, 1) << day;
    }
}

TEST(Sampling, both_engines_find_out_the_same) {
    // Some find, some do not, and pathways move up and down.
    const CompiledScenario mixed = scenario(process(9, 0.5, 0.02), sampling_profile(20));
    const Replication pass = run_replication(mixed, 3, {}, Method::station_pass);
    const Replication list = run_replication(mixed, 3, {}, Method::event_list);
    EXPECT_EQ(pass.rules[0].chosen, list.rules[0].chosen);
    EXPECT_EQ(pass.yields, list.yields);
    EXPECT_EQ(pass.counts, list.counts);
    EXPECT_GT(pass.rules[0].chosen, pass.rules[0].matched / 4);
    EXPECT_LT(pass.rules[0].chosen, pass.rules[0].matched * 9 / 10);
}

TEST(Sampling, a_batch_hour_settles_before_findings_are_taken_in) {
    profile::ProfileDefinition profile = sampling_profile(3);
    profile.capacity = {{build::text("red", 1),
                         build::located(std::int64_t{1'000'000}, 1),
                         build::text("16:00", 1),
                         {}}};
    // Who is lodged before 16:00 is decided then: 6 hours later it is known, and the epoch from
    // 16:00 on to the next day's is not relieved yet.
    const CompiledScenario batch = scenario(process(6, 0, 0), profile);
    auto days = red_by_day(batch);
    EXPECT_EQ(days[0], 1);
    EXPECT_EQ(days[1], 1);
    EXPECT_NEAR(days[2], 0.2, 0.0077);
    const Replication pass = run_replication(batch, 3, {}, Method::station_pass);
    const Replication list = run_replication(batch, 3, {}, Method::event_list);
    EXPECT_EQ(pass.yields, list.yields);
}

}  // namespace
}  // namespace greenlane::engine
