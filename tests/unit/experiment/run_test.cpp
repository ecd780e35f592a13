#include "greenlane/experiment/run.h"

#include "greenlane/core/diagnostics.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

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
        run(scenario, {.replications = 2, .jobs = 2, .observe = {}, .decided = {}});
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
