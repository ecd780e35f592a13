#include "greenlane/experiment/sweep.h"

#include "greenlane/experiment/comparison.h"

#include "support/small_post.h"
#include "unit/clearance/process_builder.h"
#include "unit/shipment/flow_fixture.h"

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

namespace build = clearance::test;

/// A profile of two rules that give points, and of a desk that examines red shipments.
std::shared_ptr<const engine::CompiledScenario> scenario(const Setting& setting) {
    engine::ScenarioDefinition definition = test::small_post();
    definition.flow = shipment::small_flow();
    if (setting.size() > 1 && setting[1]) {
        definition.process.stations[1].servers =
            build::located(std::int64_t{std::stoll(*setting[1])}, 1);
    }
    profile::ProfileDefinition profile;
    profile.name = build::text("profile", 1);
    profile.random_rate = build::located(0.05, 1);
    profile.random_lane = build::text("red", 1);
    for (const auto& [code, when, points] :
         {std::tuple{"A", "value > 1000", 20}, {"B", "mass > 1000", 30}}) {
        profile::RuleDefinition& rule = profile.rules.emplace_back();
        rule.code = build::text(code, 1);
        rule.when = build::text(when, 1);
        rule.points = build::located(std::int64_t{points}, 1);
    }
    const std::string red = setting[0].value_or("40");
    profile.thresholds.red = build::located(std::int64_t{std::stoll(red)}, 1);
    return std::make_shared<const engine::CompiledScenario>(test::compiled(definition, &profile));
}

Sweep swept(const std::vector<std::string>& varied, const std::vector<std::string>& ids = {},
            std::uint64_t replications = 5, unsigned jobs = 1) {
    SweepPlan plan = plan_sweep(Design::grid, parse_factors(varied), 0, 11);
    const auto base = scenario(plan.systems.front());
    const CompileSystem compile = [systems = plan.systems](std::size_t system) {
        return scenario(systems[system]);
    };
    std::vector<Quantity> asked;
    for (const std::string& id : ids) {
        asked.push_back(parse_quantity(id).value());
    }
    const auto lanes = lane_settings(plan, asked, *base);
    ThreadWorkers workers(jobs);
    Execution execution{.workers = &workers};
    return sweep(std::move(plan), *base, {}, compile, asked, lanes, replications, {}, execution);
}

const std::vector<std::string> thresholds_and_officers{"thresholds.red=20,30,50",
                                                       "station.physical.servers=1,3"};

TEST(Sweep, FindsThatOfficersShortenWaitsAndThresholdsEmptyTheLane) {
    const Sweep found = swept(thresholds_and_officers, {"clearance.time", "selectivity.selected"});
    ASSERT_EQ(found.kpis.size(), 2U);
    EXPECT_FALSE(found.screened_once);
    const SweptKpi& time = found.kpis[0];
    ASSERT_EQ(time.effects.size(), 3U);
    EXPECT_LT(time.effects[0].difference.together->high, 0) << "fewer are examined";
    EXPECT_LT(time.effects[1].difference.together->high, 0) << "more officers";
    EXPECT_GT(time.effects[2].difference.figure->mean, 0) << "officers help most where many wait";
    const SweptKpi& selected = found.kpis[1];
    EXPECT_LT(selected.effects[0].difference.together->high, 0);
    EXPECT_EQ(selected.effects[1].difference.figure->mean, 0) << "officers select nobody";
    EXPECT_EQ(selected.tornado[0].factor, 0U);
    EXPECT_EQ(selected.tornado[1].swing, 0);
    EXPECT_DOUBLE_EQ(*selected.effects[0].share, 1);
}

TEST(Sweep, TellsEffectsAsDifferencesOfItsPoints) {
    const Sweep found = swept(thresholds_and_officers, {"clearance.time"});
    const SweptKpi& time = found.kpis.front();
    const auto mean = [&](std::size_t point) { return time.points[point]->mean; };
    // Points: 20 with 1 and 3 officers, 30 with 1 and 3, 50 with 1 and 3.
    EXPECT_NEAR(time.effects[0].difference.figure->mean,
                (mean(4) + mean(5) - mean(0) - mean(1)) / 2, 1e-9);
    EXPECT_NEAR(time.effects[1].difference.figure->mean,
                (mean(1) + mean(3) + mean(5) - mean(0) - mean(2) - mean(4)) / 3, 1e-9);
    EXPECT_NEAR(time.effects[2].difference.figure->mean,
                (mean(5) - mean(1) - mean(4) + mean(0)) / 2, 1e-9);
    EXPECT_NEAR(time.effects[0].levels[1]->mean, (mean(2) + mean(3)) / 2, 1e-9);
    for (const TornadoBar& bar : time.tornado) {
        for (const TornadoEnd* end : {&bar.low, &bar.high}) {
            EXPECT_NEAR(end->difference.figure->mean, end->figure->mean - time.base->mean, 1e-9);
        }
    }
    EXPECT_GE(time.tornado[0].swing, time.tornado[1].swing);
    EXPECT_EQ(found.intervals, 2U + 1 + 4);
}

TEST(Sweep, RunsEveryPointAsItRunsAlone) {
    const Sweep found = swept(thresholds_and_officers, {"clearance.time"}, 2);
    const auto alone = scenario({"30", "3"});
    for (std::uint64_t r = 0; r < 2; ++r) {
        const Outcome outcome = outcome_of(*alone, engine::run_replication(*alone, r));
        const Outcome& point = found.outcomes[found.plan.points[3]][r];
        EXPECT_EQ(point.counts, outcome.counts);
        EXPECT_EQ(point.value(found.kpis[0].column), outcome.value(found.kpis[0].column));
    }
}

TEST(Sweep, DoesNotDependOnThreads) {
    const Sweep one = swept(thresholds_and_officers, {"clearance.time"}, 3, 1);
    const Sweep three = swept(thresholds_and_officers, {"clearance.time"}, 3, 3);
    EXPECT_EQ(one.kpis[0].points, three.kpis[0].points);
    EXPECT_EQ(one.kpis[0].effects[2].difference.figure, three.kpis[0].effects[2].difference.figure);
}

TEST(Sweep, TellsWhichHeadlineKpisMove) {
    const Sweep found = swept(thresholds_and_officers);
    EXPECT_FALSE(found.asked);
    std::vector<std::string> moving;
    for (const SweptKpi& kpi : found.kpis) {
        EXPECT_TRUE(is_headline(kpi.quantity.info()));
        if (kpi.moves) {
            moving.push_back(kpi.quantity.id());
        }
    }
    EXPECT_THAT(moving, testing::IsSupersetOf({"clearance.time", "selectivity.selected"}));
    EXPECT_LT(moving.size(), found.kpis.size());
    EXPECT_EQ(found.intervals, 7 * found.kpis.size());
}

TEST(Sweep, ScreensOnceWhereNothingAskedForQueues) {
    const std::vector<std::string> varied{"thresholds.red=20,30,50"};
    const Sweep once = swept(varied, {"selectivity.selected"});
    EXPECT_TRUE(once.screened_once);
    const Sweep each = swept(varied, {"selectivity.selected", "clearance.time"});
    EXPECT_FALSE(each.screened_once);
    EXPECT_EQ(once.kpis[0].points, each.kpis[0].points);
    EXPECT_FALSE(swept({"thresholds.red=20.5,30"}, {"selectivity.selected"}).screened_once);
}

}  // namespace
}  // namespace greenlane::experiment
