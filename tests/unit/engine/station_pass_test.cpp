#include "engine/station_pass.h"

#include "engine/event_run.h"
#include "support/draws.h"
#include "support/stations.h"

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

using test::station;

constexpr kpi::Window window{0, 2 * day, 0};

struct Outcome {
    kpi::Tally tally{window, day};
    std::array<kpi::StationTally, 3> stations;
};

template <typename Run>
Outcome run(const clearance::CompiledProcess& process, const Plan& plan) {
    Outcome outcome;
    Run run(process, window, 0, outcome.tally, outcome.stations);
    run.admit(plan);
    run.close();
    return outcome;
}

/// 20,000 declarations in a day: for hours on end more of them are on their way to the last desk
/// than a turn of the stations merges.
TEST(StationPass, KeepsTheOrderOfALongLine) {
    clearance::CompiledProcess process;
    process.stations = {station("trader", 0), station("desk", 1), station("gate", 2)};
    process.topological_order = {0, 1, 2};
    greenlane::test::Draws draws(7);
    Plan plan;
    plan.first_step = {0};
    for (std::uint32_t row = 0; row < 20'000; ++row) {
        plan.lodged.push_back(row * 4 * second);
        plan.lane.push_back(Lane::green);
        plan.exit.push_back(kpi::Exit::released);
        // Whole seconds make simultaneous arrivals the rule.
        const auto seconds = [&](std::uint64_t most) {
            return static_cast<Duration>(1 + draws.below(most)) * second;
        };
        plan.steps.push_back({.station = 0, .work = seconds(12 * 3600)});
        plan.steps.push_back({.station = 1, .work = seconds(11)});
        plan.steps.push_back({.station = 2, .work = seconds(9)});
        plan.first_step.push_back(static_cast<std::uint32_t>(plan.steps.size()));
    }
    const Outcome expected = run<EventRun>(process, plan);
    const Outcome outcome = run<StationPass>(process, plan);
    EXPECT_EQ(outcome.tally, expected.tally);
    for (std::size_t i = 0; i < process.stations.size(); ++i) {
        EXPECT_EQ(outcome.stations[i].served, expected.stations[i].served);
        EXPECT_EQ(outcome.stations[i].wait, expected.stations[i].wait);
        EXPECT_EQ(outcome.stations[i].waits, expected.stations[i].waits);
        EXPECT_EQ(outcome.stations[i].busy, expected.stations[i].busy);
        EXPECT_EQ(outcome.stations[i].queueing, expected.stations[i].queueing);
    }
}

}  // namespace
}  // namespace greenlane::engine
