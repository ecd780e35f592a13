#include "greenlane/experiment/run.h"

#include "greenlane/core/diagnostics.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

constexpr std::uint64_t seed = 1;

/// Replication 1 fails while replication 0 is under way.
class FailingFeed final : public engine::Feed {
public:
    explicit FailingFeed(bool first_fails_too) : first_fails_too_(first_fails_too) {}

    std::unique_ptr<shipment::Source> open(random::Key key, shipment::Epochs) const override;

    bool first_fails_too_;
    mutable std::atomic<bool> failed_{false};
};

class FailingSource final : public shipment::Source {
public:
    FailingSource(const FailingFeed& feed, bool is_first) : feed_(feed), is_first_(is_first) {}

    /// The first one goes on for as long as a stop takes to reach it, and far beyond.
    bool next(shipment::Block& block) override {
        block.clear();
        if (!is_first_) {
            feed_.failed_ = true;
            throw InputError(Failure::declarations, "", "the second");
        }
        while (!feed_.failed_) {
            std::this_thread::yield();
        }
        if (lodged_ < 10'000) {
            block.declarations.first_shipment = lodged_;
            block.declarations.lodged = {static_cast<Instant>(lodged_++)};
            return true;
        }
        if (feed_.first_fails_too_) {
            throw InputError(Failure::declarations, "", "the first");
        }
        return false;
    }
    const shipment::Vocabulary& vocabulary() const override { return vocabulary_; }

private:
    const FailingFeed& feed_;
    bool is_first_;
    std::uint64_t lodged_ = 0;
    shipment::Vocabulary vocabulary_;
};

std::unique_ptr<shipment::Source> FailingFeed::open(random::Key key, shipment::Epochs) const {
    return std::make_unique<FailingSource>(*this, key == random::make_key(seed, 0));
}

/// The same declarations in every replication: two importers over ten weeks, two a day, the
/// second every third day.
class ReplayedFeed final : public engine::Feed {
public:
    std::unique_ptr<shipment::Source> open(random::Key, shipment::Epochs) const override;
};

class ReplayedSource final : public shipment::Source {
public:
    ReplayedSource() {
        vocabulary_.importer.code("first");
        vocabulary_.importer.code("second");
    }
    bool next(shipment::Block& block) override {
        block.clear();
        if (day_ == days) {
            return false;
        }
        block.declarations.first_shipment = 2 * day_;
        block.declarations.lodged.assign(2, static_cast<Instant>(day_) * day);
        block.declarations.importer = {1, day_ % 3 == 0 ? 2u : 1u};
        ++day_;
        return true;
    }
    const shipment::Vocabulary& vocabulary() const override { return vocabulary_; }

    static constexpr std::uint64_t days = 70;

private:
    std::uint64_t day_ = 0;
    shipment::Vocabulary vocabulary_;
};

std::unique_ptr<shipment::Source> ReplayedFeed::open(random::Key, shipment::Epochs) const {
    return std::make_unique<ReplayedSource>();
}

Run run_on(unsigned jobs, const engine::CompiledScenario& scenario, std::uint64_t replications) {
    ThreadWorkers workers(jobs);
    Execution execution{.workers = &workers};
    return run(scenario, {.replications = replications}, execution);
}

Run replay(unsigned jobs) {
    engine::CompiledScenario scenario;
    scenario.seed = seed;
    scenario.horizon = {0, 70 * day, 0};
    scenario.window = {0, 70 * day, 0};
    scenario.feed = std::make_shared<const ReplayedFeed>();
    scenario.lists = std::make_shared<const profile::Lists>();
    scenario.process.feed_forward = true;
    scenario.replayed = true;
    return run_on(jobs, scenario, 5);
}

TEST(Run, GathersTheClustersOfAReplayFromAllReplications) {
    const experiment::Run one = replay(1);
    ASSERT_TRUE(one.clusters);
    EXPECT_EQ(replay(3).clusters, one.clusters);
    // From Thursday, 1970-01-01, to Wednesday: ten weeks are eleven of the calendar.
    ASSERT_EQ(one.clusters->weeks().size(), 11);
    std::vector<std::int64_t> lodged;
    for (std::size_t group = 0; group < kpi::Clusters::groups; ++group) {
        kpi::Cell sum;
        for (const auto& week : one.clusters->weeks()) {
            sum += week[group];
        }
        if (sum[kpi::Measure::lodged] > 0) {
            lodged.push_back(sum[kpi::Measure::lodged]);
        }
    }
    EXPECT_THAT(lodged, testing::UnorderedElementsAre(5 * (140 - 24), 5 * 24));
    for (const engine::Replication& replication : one.replications) {
        EXPECT_FALSE(replication.tally.clusters());
    }
}

/// Two replications by two threads.
std::string failure(bool first_fails_too) {
    engine::CompiledScenario scenario;
    scenario.seed = seed;
    scenario.horizon = {0, day, 0};
    scenario.window = {0, day, 0};
    scenario.feed = std::make_shared<const FailingFeed>(first_fails_too);
    scenario.lists = std::make_shared<const profile::Lists>();
    scenario.process.feed_forward = true;
    try {
        run_on(2, scenario, 2);
    } catch (const std::exception& error) {
        return error.what();
    }
    return "none";
}

TEST(Run, TellsWhatFailedAndNotWhatWasStoppedByIt) {
    EXPECT_NE(failure(false).find("the second"), std::string::npos) << failure(false);
}

TEST(Run, TellsTheFailureOfTheLowestReplicationWhicheverCameFirst) {
    EXPECT_NE(failure(true).find("the first"), std::string::npos) << failure(true);
}

}  // namespace
}  // namespace greenlane::experiment
