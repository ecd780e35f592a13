#include "greenlane/experiment/simulation.h"

#include "greenlane/experiment/comparison.h"
#include "greenlane/experiment/run.h"

#include <atomic>

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

/// Two blank declarations a day for ten days, in blocks of a day.
class DailySource final : public shipment::Source {
public:
    bool next(shipment::Block& block) override {
        block.clear();
        if (day_ == 10) {
            return false;
        }
        block.declarations.first_shipment = 2 * day_;
        block.declarations.lodged.assign(2, static_cast<Instant>(day_++) * day);
        return true;
    }
    const shipment::Vocabulary& vocabulary() const override { return vocabulary_; }

private:
    std::uint64_t day_ = 0;
    shipment::Vocabulary vocabulary_;
};

class CountedFeed final : public engine::Feed {
public:
    std::unique_ptr<shipment::Source> open(random::Key, shipment::Epochs) const override {
        ++openings;
        return std::make_unique<DailySource>();
    }
    mutable std::atomic<int> openings{0};
};

engine::CompiledScenario replayed(std::shared_ptr<const engine::Feed> feed,
                                  Duration epochs_start = 0) {
    engine::CompiledScenario scenario;
    scenario.seed = 1;
    scenario.horizon = {0, 10 * day, 0};
    scenario.window = {0, 10 * day, 0};
    scenario.epochs.starts_at = epochs_start;
    scenario.feed = std::move(feed);
    scenario.lists = std::make_shared<const profile::Lists>();
    scenario.process.feed_forward = true;
    scenario.replayed = true;
    return scenario;
}

TEST(Simulation, ReadsAReplayOnceForManyReplications) {
    for (const unsigned jobs : {1u, 3u}) {
        const auto feed = std::make_shared<CountedFeed>();
        ThreadWorkers workers(jobs);
        Execution execution{.workers = &workers};
        const experiment::Run done = run(replayed(feed), {.replications = 70}, execution);
        EXPECT_EQ(feed->openings, 2);  // for 64 and for 6
        ASSERT_EQ(done.replications.size(), 70);
        for (std::size_t i = 0; i < done.replications.size(); ++i) {
            EXPECT_EQ(done.replications[i].number, i);
            EXPECT_EQ(done.replications[i].counts.lodged, 20);
        }
    }
}

TEST(Simulation, ReadsAReplayOnceForSystemsThatDecideAtTheSameHour) {
    const auto feed = std::make_shared<CountedFeed>();
    const std::vector scenarios{replayed(feed), replayed(feed), replayed(feed, 16 * hour)};
    std::vector<System> systems;
    for (const engine::CompiledScenario& scenario : scenarios) {
        systems.push_back({std::to_string(systems.size()), &scenario, {}});
    }
    ThreadWorkers workers(2);
    Execution execution{.workers = &workers};
    const Comparison comparison = compare(systems, 3, {}, execution);
    EXPECT_EQ(feed->openings, 2);
    for (const SystemResult& system : comparison.systems) {
        EXPECT_EQ(system.counts.lodged, 60);
    }
}

TEST(Simulation, DrawsAFlowForEveryReplication) {
    const auto feed = std::make_shared<CountedFeed>();
    engine::CompiledScenario scenario = replayed(feed);
    scenario.replayed = false;
    ThreadWorkers workers(2);
    Execution execution{.workers = &workers};
    run(scenario, {.replications = 5}, execution);
    EXPECT_EQ(feed->openings, 5);
}

}  // namespace
}  // namespace greenlane::experiment
