/// The ways that a pilot observes give back, through the traffic equations, the visits made.

#include "greenlane/engine/pilot.h"

#include "engine/planner.h"
#include "unit/engine/random_process.h"

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

CompiledScenario compiled(const ScenarioDefinition& scenario) {
    Diagnostics diagnostics;
    return compile({.scenario = &scenario,
                    .profile = nullptr,
                    .lists = nullptr,
                    .replay = {},
                    .seed = {}},
                   diagnostics)
        .value();
}

class PilotTest : public testing::TestWithParam<bool> {};

TEST_P(PilotTest, FindsTheVisitsOfARunItSeesWhole) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        const ScenarioDefinition definition = test::random_scenario(seed, GetParam());
        const CompiledScenario scenario = compiled(definition);
        const random::Key key = random::make_key(scenario.seed, 0);
        const auto source = scenario.feed->open(key, scenario.epochs);
        Planner planner(scenario.process, scenario.lists, key, scenario.epochs);
        std::vector<std::int64_t> visits(scenario.process.stations.size());
        std::size_t lodged = 0;
        Plan plan;
        for (shipment::Block block; source->next(block);) {
            planner.plan(block, source->vocabulary(), {}, plan);
            lodged += plan.rows();
            for (const Step& step : plan.steps) {
                ++visits[step.station];
            }
        }
        const auto traffic = clearance::solve_traffic(
            scenario.process, observe_branching(scenario), static_cast<double>(lodged),
            scenario.horizon.start, scenario.horizon.end());
        for (std::size_t i = 0; i < visits.size(); ++i) {
            EXPECT_NEAR(traffic[i].served, static_cast<double>(visits[i]), 1e-6)
                << "seed " << seed << ", station " << i;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutLoops, PilotTest, testing::Bool());

TEST(ExpectedTraffic, IsOfTheShipmentsThatTheHorizonExpects) {
    ScenarioDefinition definition = test::random_scenario(1, false);
    definition.process = {};
    definition.process.stations.push_back(clearance::test::station("desk", 1));
    definition.process.stations[0].service = test::law("deterministic", 30 * minute);
    definition.process.stations[0].servers->value = 4;
    definition.flow.arrivals = {};
    definition.flow.arrivals.per_hour = clearance::test::located(6.0, 1);
    const auto traffic = expected_traffic(compiled(definition));
    EXPECT_NEAR(traffic[0].served, 6, 1e-9);
    EXPECT_NEAR(traffic[0].utilisation, 0.75, 1e-9);
}

}  // namespace
}  // namespace greenlane::engine
