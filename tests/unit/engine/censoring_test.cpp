/// What a shipment counts for that is still in the process when observation ends, or leaves it
/// otherwise than by release: a stage is completed when the last stay in it is over, a stage
/// without a stay when the one before it was.

#include "engine/event_run.h"
#include "engine/station_pass.h"

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

constexpr kpi::Window window{0, day, 0};

/// A process of delays, one a stage named, in that order; each stay takes as long as its step says.
clearance::CompiledProcess process_of(const std::vector<Stage>& stages) {
    clearance::CompiledProcess process;
    for (const Stage stage : stages) {
        const std::string name = "s" + std::to_string(process.stations.size());
        process.topological_order.push_back(process.stations.size());
        process.stations.push_back({.name = name,
                                    .key = random::name_key(name),
                                    .stage = stage,
                                    .kind = clearance::StationKind::delay,
                                    .distribution = {},
                                    .law = random::Law::deterministic(1),
                                    .roster = {},
                                    .priority = {},
                                    .inspection = {},
                                    .after = {}});
    }
    return process;
}

/// One declaration lodged at the beginning, that passes all stations, or is held first.
Plan plan_of(const std::vector<Duration>& stays, kpi::Exit exit = kpi::Exit::released) {
    Plan plan;
    plan.lodged = {0};
    plan.lane = {Lane::green};
    plan.exit = {exit};
    plan.first_step = {0, static_cast<std::uint32_t>(stays.size())};
    for (std::uint32_t i = 0; i < stays.size(); ++i) {
        plan.steps.push_back({.station = i, .priority = 0, .work = stays[i]});
    }
    return plan;
}

template <typename Run>
kpi::Tally run(const clearance::CompiledProcess& process, const Plan& plan) {
    kpi::Tally tally(window, day);
    std::vector<kpi::StationTally> stations(process.stations.size());
    Run run(process, window, 0, tally, stations);
    run.admit(plan);
    run.close();
    return tally;
}

/// By both engines.
std::array<kpi::Tally, 2> tallies(const clearance::CompiledProcess& process, const Plan& plan) {
    return {run<EventRun>(process, plan), run<StationPass>(process, plan)};
}

TEST(AStage, IsNotCompletedWhileAStayInItIsUnderWay) {
    const auto accepting = process_of({Stage::acceptance, Stage::acceptance});
    for (const kpi::Tally& tally : tallies(accepting, plan_of({hour, 2 * day}))) {
        EXPECT_EQ(tally.overall()[kpi::Measure::accepted], 0);
    }
    const auto assessing = process_of({Stage::assessment, Stage::assessment});
    for (const kpi::Tally& tally : tallies(assessing, plan_of({hour, 2 * day}))) {
        EXPECT_EQ(tally.overall()[kpi::Measure::accepted], 1);
        EXPECT_EQ(tally.lasting(kpi::Lasting::payment).censored().total(), 0u);
    }
}

TEST(AStage, IsNotCompletedWhereAShipmentHasGoneBackBeforeIt) {
    const auto process = process_of({Stage::assessment, Stage::payment, Stage::acceptance});
    for (const kpi::Tally& tally : tallies(process, plan_of({hour, hour, 2 * day}))) {
        EXPECT_EQ(tally.overall()[kpi::Measure::accepted], 0);
        EXPECT_EQ(tally.lasting(kpi::Lasting::payment), kpi::Survival());
    }
}

TEST(APayment, IsOpenUntilItsLastStationIsDone) {
    const auto process = process_of({Stage::assessment, Stage::payment, Stage::payment});
    kpi::Survival open;
    open.add(day - hour, kpi::Ending::censored);
    for (const kpi::Tally& tally : tallies(process, plan_of({hour, hour, 2 * day}))) {
        EXPECT_EQ(tally.lasting(kpi::Lasting::payment), open);
    }
    kpi::Survival paid;
    paid.add(3 * hour, kpi::Ending::observed);
    for (const kpi::Tally& tally : tallies(process, plan_of({hour, hour, 2 * hour}))) {
        EXPECT_EQ(tally.lasting(kpi::Lasting::payment), paid);
    }
}

TEST(AnAcceptanceWithoutStation, IsPassedByWhoWaitsForADecision) {
    const auto process = process_of({Stage::assessment});
    Plan plan = plan_of({2 * day});
    plan.steps.front().station = Step::hold;
    for (const kpi::Tally& tally : tallies(process, plan)) {
        EXPECT_EQ(tally.overall()[kpi::Measure::accepted], 1);
        EXPECT_EQ(tally.overall()[kpi::Measure::acceptance_ms], 0);
    }
}

TEST(AnAcceptanceWithoutStation, IsPassedByWhoIsRefusedLater) {
    const auto process = process_of({Stage::assessment});
    for (const kpi::Tally& tally : tallies(process, plan_of({hour}, kpi::Exit::refused))) {
        EXPECT_EQ(tally.overall()[kpi::Measure::accepted], 1);
        EXPECT_EQ(tally.overall()[kpi::Measure::acceptance_ms], 0);
        EXPECT_EQ(tally.lasting(kpi::Lasting::payment), kpi::Survival());
    }
}

}  // namespace
}  // namespace greenlane::engine
