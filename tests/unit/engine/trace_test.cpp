/// Hand-checkable traces: every arrival, start and end, and both engines on them.

#include "engine/event_run.h"
#include "engine/station_pass.h"
#include "support/reference_network.h"
#include "support/stations.h"

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

using greenlane::test::ReferenceNetwork;
using greenlane::test::station;
using greenlane::test::Stay;

constexpr Instant end = day;
const kpi::Window window{0, end, 0};

/// A declaration that comes to stations in turn, to be served for so many minutes.
struct Way {
    Instant lodged;
    std::vector<Step> steps;
};

Step step(std::uint32_t station, Duration minutes, std::uint8_t priority = 0) {
    return {.station = station, .priority = priority, .work = minutes * minute};
}

Plan plan_of(const std::vector<Way>& ways) {
    Plan plan;
    plan.first_step = {0};
    for (const Way& way : ways) {
        plan.lodged.push_back(way.lodged * minute);
        plan.lane.push_back(Lane::green);
        plan.exit.push_back(kpi::Exit::released);
        plan.steps.insert(plan.steps.end(), way.steps.begin(), way.steps.end());
        plan.first_step.push_back(static_cast<std::uint32_t>(plan.steps.size()));
    }
    return plan;
}

struct Outcome {
    Counts counts;
    kpi::Tally tally{window, day};
    std::vector<kpi::StationTally> stations;
};

template <typename Run>
Outcome run(const clearance::CompiledProcess& process, const Plan& plan) {
    Outcome outcome;
    outcome.stations.resize(process.stations.size());
    Run run(process, window, 0, outcome.tally, outcome.stations);
    run.admit(plan);
    run.close();
    outcome.counts = run.counts();
    return outcome;
}

/// All that an engine tells of its run follows from the network's log.
template <typename Run>
void expect_log(const clearance::CompiledProcess& process, const Plan& plan,
                const ReferenceNetwork& network) {
    const Outcome outcome = run<Run>(process, plan);
    Duration clearance = 0;
    kpi::Histogram times;
    for (std::size_t row = 0; row < plan.rows(); ++row) {
        clearance += network.left()[row] - plan.lodged[row];
        times.add(network.left()[row] - plan.lodged[row]);
    }
    EXPECT_EQ(outcome.tally.overall()[kpi::Measure::clearance_ms], clearance);
    EXPECT_EQ(outcome.tally.clearance(Lane::green), times);
    for (std::size_t i = 0; i < process.stations.size(); ++i) {
        SCOPED_TRACE(process.stations[i].name);
        const kpi::StationTally expected = network.tally(i, window);
        EXPECT_EQ(outcome.stations[i].served, expected.served);
        EXPECT_EQ(outcome.stations[i].wait, expected.wait);
        EXPECT_EQ(outcome.stations[i].waits, expected.waits);
        EXPECT_EQ(outcome.stations[i].work, expected.work);
        EXPECT_EQ(outcome.stations[i].busy, expected.busy);
        EXPECT_EQ(outcome.stations[i].queueing, expected.queueing);
    }
}

/// Case trace5 of the reference values: ten declarations, five stages, no ties.
class TraceOfTen : public testing::Test {
protected:
    enum : std::uint32_t { s1, s2, s3, n, s4, pay, s5 };

    TraceOfTen() {
        process.stations = {station("S1", 1), station("S2", 1),  station("S3", 2), station("N", 1),
                            station("S4", 1), station("PAY", 0), station("S5", 1)};
        process.topological_order = {0, 1, 2, 3, 4, 5, 6};
        const std::array<Instant, 10> lodged{0, 3, 8, 12, 18, 22, 30, 33, 41, 49};
        const std::array<std::vector<std::uint32_t>, 10> between{
            {{}, {s3}, {s4}, {}, {n}, {s3}, {n, s4}, {}, {s4}, {}}};
        const std::array<Duration, 7> minutes{5, 2, 32, 11, 61, 120, 3};
        std::vector<Way> ways;
        for (std::size_t row = 0; row < lodged.size(); ++row) {
            Way& way = ways.emplace_back(Way{lodged[row], {}});
            std::vector<std::uint32_t> stations{s1, s2};
            stations.insert(stations.end(), between[row].begin(), between[row].end());
            stations.insert(stations.end(), {pay, s5});
            for (const std::uint32_t each : stations) {
                way.steps.push_back(step(each, minutes[each]));
            }
        }
        plan = plan_of(ways);
        network.run(plan, 0, end);
    }

    clearance::CompiledProcess process;
    Plan plan;
    ReferenceNetwork network{process};
};

TEST_F(TraceOfTen, HasTheStartsAndEndsThatAHandFinds) {
    const std::vector<std::vector<Stay>> by_hand{
        {{s1, 0, 0, 5}, {s2, 5, 5, 7}, {pay, 7, 7, 127}, {s5, 127, 127, 130}},
        {{s1, 3, 5, 10},
         {s2, 10, 10, 12},
         {s3, 12, 12, 44},
         {pay, 44, 44, 164},
         {s5, 164, 165, 168}},
        {{s1, 8, 10, 15},
         {s2, 15, 15, 17},
         {s4, 17, 17, 78},
         {pay, 78, 78, 198},
         {s5, 198, 198, 201}},
        {{s1, 12, 15, 20}, {s2, 20, 20, 22}, {pay, 22, 22, 142}, {s5, 142, 142, 145}},
        {{s1, 18, 20, 25},
         {s2, 25, 25, 27},
         {n, 27, 27, 38},
         {pay, 38, 38, 158},
         {s5, 158, 158, 161}},
        {{s1, 22, 25, 30},
         {s2, 30, 30, 32},
         {s3, 32, 32, 64},
         {pay, 64, 64, 184},
         {s5, 184, 184, 187}},
        {{s1, 30, 30, 35},
         {s2, 35, 35, 37},
         {n, 37, 38, 49},
         {s4, 49, 139, 200},
         {pay, 200, 200, 320},
         {s5, 320, 320, 323}},
        {{s1, 33, 35, 40}, {s2, 40, 40, 42}, {pay, 42, 42, 162}, {s5, 162, 162, 165}},
        {{s1, 41, 41, 46},
         {s2, 46, 46, 48},
         {s4, 48, 78, 139},
         {pay, 139, 139, 259},
         {s5, 259, 259, 262}},
        {{s1, 49, 49, 54}, {s2, 54, 54, 56}, {pay, 56, 56, 176}, {s5, 176, 176, 179}}};
    const std::array<Instant, 10> finish{130, 168, 201, 145, 161, 187, 323, 165, 262, 179};
    for (std::size_t row = 0; row < by_hand.size(); ++row) {
        SCOPED_TRACE("declaration " + std::to_string(row + 1));
        ASSERT_EQ(network.stays()[row].size(), by_hand[row].size());
        for (std::size_t i = 0; i < by_hand[row].size(); ++i) {
            const Stay& minutes = by_hand[row][i];
            EXPECT_EQ(network.stays()[row][i],
                      (Stay{minutes.station, minutes.arrival * minute, minutes.start * minute,
                            minutes.end * minute}));
        }
        EXPECT_EQ(network.left()[row], finish[row] * minute);
    }
}

TEST_F(TraceOfTen, IsWhatBothEnginesDo) {
    expect_log<EventRun>(process, plan, network);
    expect_log<StationPass>(process, plan, network);
}

/// Case trace_priority: A and C low, B, D and E high; nobody's service is interrupted.
TEST(TraceOfTwoClasses, EndsAsAHandFinds) {
    clearance::CompiledProcess process;
    process.stations = {station("desk", 1)};
    process.stations[0].discipline = clearance::Discipline::priority;
    process.stations[0].priority = {0};
    process.topological_order = {0};
    const Plan plan = plan_of({{0, {step(0, 10, 1)}},
                               {2, {step(0, 4, 0)}},
                               {3, {step(0, 3, 1)}},
                               {5, {step(0, 2, 0)}},
                               {11, {step(0, 1, 0)}}});
    ReferenceNetwork network(process);
    network.run(plan, 0, end);
    const std::array<Instant, 5> finish{10, 14, 20, 16, 17};
    for (std::size_t row = 0; row < finish.size(); ++row) {
        EXPECT_EQ(network.left()[row], finish[row] * minute);
    }
    expect_log<EventRun>(process, plan, network);
    expect_log<StationPass>(process, plan, network);
}

/// Lodged at 10, its lane decided at 60: only then the desk serves it.
TEST(TraceOfADecision, WaitsForItsHour) {
    clearance::CompiledProcess process;
    process.stations = {station("desk", 1)};
    process.topological_order = {0};
    const Step hold{.station = Step::hold, .priority = 0, .work = 60 * minute};
    const Plan plan = plan_of({{10, {hold, step(0, 5)}}, {12, {hold, step(0, 7)}}});
    for (const Outcome& outcome : {run<EventRun>(process, plan), run<StationPass>(process, plan)}) {
        EXPECT_EQ(outcome.tally.overall()[kpi::Measure::clearance_ms], (55 + 60) * minute);
        EXPECT_EQ(outcome.stations[0].wait, 5 * minute);
        EXPECT_EQ(outcome.stations[0].arrived, 2);
    }
}

}  // namespace
}  // namespace greenlane::engine
