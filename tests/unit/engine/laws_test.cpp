/// What holds of every run, whatever the process: both engines and the obvious network of
/// tests/support agree to the bit, and Little's law, busy time and conservation hold exactly along
/// each sample path.

#include "greenlane/engine/replication.h"

#include "engine/planner.h"
#include "support/reference_network.h"
#include "unit/engine/random_process.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

using test::random_scenario;

CompiledScenario compiled(const ScenarioDefinition& scenario) {
    Diagnostics diagnostics;
    auto compiled = compile(
        {.scenario = &scenario, .profile = nullptr, .lists = nullptr, .replay = {}, .seed = {}},
        diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        EXPECT_EQ(diagnostic.severity, Severity::warning) << to_string(diagnostic);
    }
    return std::move(compiled).value();
}

/// The plans of all blocks as one.
Plan whole_plan(const CompiledScenario& scenario, std::uint64_t replication) {
    const random::Key key = random::make_key(scenario.seed, replication);
    const auto source = scenario.feed->open(key, scenario.epochs);
    Planner planner(scenario.process, scenario.lists, key, scenario.epochs);
    Plan all;
    all.first_step = {0};
    Plan plan;
    for (shipment::Block block; source->next(block);) {
        planner.plan(block, source->vocabulary(), {}, plan);
        all.lodged.insert(all.lodged.end(), plan.lodged.begin(), plan.lodged.end());
        all.exit.insert(all.exit.end(), plan.exit.begin(), plan.exit.end());
        for (std::size_t row = 0; row < plan.rows(); ++row) {
            const auto steps = plan.steps_of(row);
            all.steps.insert(all.steps.end(), steps.begin(), steps.end());
            all.first_step.push_back(static_cast<std::uint32_t>(all.steps.size()));
        }
    }
    return all;
}

void expect_equal(const kpi::StationTally& a, const kpi::StationTally& b) {
    EXPECT_EQ(a.arrived, b.arrived);
    EXPECT_EQ(a.served, b.served);
    EXPECT_EQ(a.waited, b.waited);
    EXPECT_EQ(a.wait, b.wait);
    EXPECT_EQ(a.work, b.work);
    EXPECT_EQ(a.busy, b.busy);
    EXPECT_EQ(a.rostered, b.rostered);
    EXPECT_EQ(a.overtime, b.overtime);
    EXPECT_EQ(a.queueing, b.queueing);
    EXPECT_EQ(a.queueing_by_hour, b.queueing_by_hour);
    EXPECT_EQ(a.waits, b.waits);
}

/// The integral over the window of the number of stays in [from, to), by counting heads between
/// one change and the next.
Duration heads_over_time(std::vector<std::pair<Instant, Instant>> stays,
                         const kpi::Window& window) {
    std::vector<std::pair<Instant, int>> changes;
    for (const auto& [from, to] : stays) {
        changes.emplace_back(std::clamp(from, window.begin, window.end), 1);
        changes.emplace_back(std::clamp(to, window.begin, window.end), -1);
    }
    std::sort(changes.begin(), changes.end());
    Duration integral = 0;
    int heads = 0;
    Instant last = window.begin;
    for (const auto& [instant, change] : changes) {
        integral += heads * (instant - last);
        heads += change;
        last = instant;
    }
    return integral;
}

struct Case {
    std::uint64_t seed;
    bool loops;
};

class EveryProcess : public testing::TestWithParam<Case> {
protected:
    EveryProcess() : scenario_(compiled(random_scenario(GetParam().seed, GetParam().loops))) {}

    CompiledScenario scenario_;
};

TEST_P(EveryProcess, IsRunByTheEventListAsByTheObviousNetwork) {
    const Replication run = run_replication(scenario_, 3, {}, Method::event_list);
    const Plan plan = whole_plan(scenario_, 3);
    greenlane::test::ReferenceNetwork network(scenario_.process);
    network.run(plan, scenario_.horizon.start, scenario_.window.end);

    Counts counts;
    std::int64_t released = 0;
    Duration clearance = 0;
    for (std::size_t row = 0; row < plan.rows(); ++row) {
        const Instant left = network.left()[row];
        ++counts.lodged;
        const kpi::Exit exit = left == never ? kpi::Exit::in_process : plan.exit[row];
        ++counts.exits[static_cast<std::size_t>(exit)];
        if (exit == kpi::Exit::released && plan.lodged[row] >= scenario_.window.begin) {
            ++released;
            clearance += left - plan.lodged[row];
        }
    }
    EXPECT_EQ(run.counts, counts);
    const ScenarioDefinition definition = random_scenario(GetParam().seed, GetParam().loops);
    const auto measured_from = std::lower_bound(plan.lodged.begin(), plan.lodged.end(),
                                                definition.start.value + definition.warmup.value);
    EXPECT_EQ(run.tally.overall()[kpi::Measure::lodged], plan.lodged.end() - measured_from);
    const kpi::Cell overall = run.tally.overall();
    EXPECT_EQ(overall[kpi::Measure::released], released);
    EXPECT_EQ(overall[kpi::Measure::clearance_ms], clearance);
    for (std::size_t station = 0; station < run.stations.size(); ++station) {
        SCOPED_TRACE(scenario_.process.stations[station].name);
        expect_equal(run.stations[station], network.tally(station, scenario_.window));
    }
}

TEST_P(EveryProcess, IsRunByTheStationPassAsByTheEventList) {
    if (!scenario_.process.feed_forward) {
        EXPECT_TRUE(GetParam().loops);
        return;
    }
    for (const std::uint64_t number : {0u, 3u}) {
        const Replication pass = run_replication(scenario_, number, {}, Method::station_pass);
        const Replication events = run_replication(scenario_, number, {}, Method::event_list);
        EXPECT_TRUE(pass.tally == events.tally);
        EXPECT_EQ(pass.counts, events.counts);
        EXPECT_EQ(pass.visits, events.visits);
        for (std::size_t station = 0; station < pass.stations.size(); ++station) {
            SCOPED_TRACE(scenario_.process.stations[station].name);
            expect_equal(pass.stations[station], events.stations[station]);
        }
    }
}

/// Little's law along the path: what shipments wait adds up to the heads in the queue over time.
TEST_P(EveryProcess, WaitsAsLongAsItsQueuesAreAndWorksAsLongAsItsServersAreBusy) {
    const Replication run = run_replication(scenario_, 3);
    const Plan plan = whole_plan(scenario_, 3);
    greenlane::test::ReferenceNetwork network(scenario_.process);
    network.run(plan, scenario_.horizon.start, scenario_.window.end);
    for (std::size_t station = 0; station < run.stations.size(); ++station) {
        SCOPED_TRACE(scenario_.process.stations[station].name);
        const kpi::StationTally& tally = run.stations[station];
        std::vector<std::pair<Instant, Instant>> waits;
        Duration waited = 0;
        Duration worked = 0;
        bool all_within = true;
        for (std::size_t row = 0; row < plan.rows(); ++row) {
            for (std::size_t visit = 0; visit < network.stays()[row].size(); ++visit) {
                const greenlane::test::Stay& stay = network.stays()[row][visit];
                if (stay.station != station) {
                    continue;
                }
                waits.emplace_back(stay.arrival, stay.start);
                waited += scenario_.window.overlap(stay.arrival, stay.start);
                worked += plan.steps_of(row)[visit].work;
                all_within = all_within && stay.arrival >= scenario_.window.begin &&
                             stay.end != never && stay.end < scenario_.window.end;
            }
        }
        EXPECT_EQ(tally.queueing, waited);
        EXPECT_EQ(tally.queueing, heads_over_time(waits, scenario_.window));
        Duration by_hour = 0;
        for (const Duration part : tally.queueing_by_hour) {
            by_hour += part;
        }
        EXPECT_EQ(tally.queueing, by_hour);
        if (all_within &&
            scenario_.process.stations[station].kind != clearance::StationKind::delay) {
            EXPECT_EQ(tally.busy, worked);
            EXPECT_EQ(tally.busy, tally.work);
            EXPECT_EQ(tally.queueing, tally.wait);
        }
    }
    EXPECT_TRUE(run.counts.conserved());
}

std::vector<Case> cases() {
    std::vector<Case> cases;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        cases.push_back({seed, seed % 3 == 0});
    }
    return cases;
}

INSTANTIATE_TEST_SUITE_P(Random, EveryProcess, testing::ValuesIn(cases()),
                         [](const auto& instance) { return std::to_string(instance.param.seed); });

}  // namespace
}  // namespace greenlane::engine
