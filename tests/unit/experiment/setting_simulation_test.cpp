#include "greenlane/experiment/setting_simulation.h"

#include "greenlane/core/diagnostics.h"

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

/// Blank declarations, one a block.
class LodgedSource final : public shipment::Source {
public:
    explicit LodgedSource(const std::vector<Instant>& lodged) : lodged_(lodged) {}
    bool next(shipment::Block& block) override {
        block.clear();
        if (next_ == lodged_.size()) {
            return false;
        }
        block.declarations.first_shipment = next_;
        block.declarations.lodged.assign(1, lodged_[next_++]);
        return true;
    }
    const shipment::Vocabulary& vocabulary() const override { return vocabulary_; }

private:
    const std::vector<Instant>& lodged_;
    std::size_t next_ = 0;
    shipment::Vocabulary vocabulary_;
};

class LodgedFeed final : public engine::Feed {
public:
    explicit LodgedFeed(std::vector<Instant> lodged) : lodged_(std::move(lodged)) {}
    std::unique_ptr<shipment::Source> open(random::Key, shipment::Epochs) const override {
        return std::make_unique<LodgedSource>(lodged_);
    }

private:
    std::vector<Instant> lodged_;
};

/// A horizon of 30 days of which the first two are warm-up.
engine::CompiledScenario replay(std::vector<Instant> lodged, Duration epochs_start = 0) {
    engine::CompiledScenario scenario;
    scenario.horizon = {0, 30 * day, 0};
    scenario.window = {2 * day, 30 * day, 0};
    scenario.epochs.starts_at = epochs_start;
    scenario.feed = std::make_shared<LodgedFeed>(std::move(lodged));
    scenario.replayed = true;
    return scenario;
}

TEST(SplitOf, LiesAtTwoThirdsOfTheDeclarationsTime) {
    // Declarations of nine days in a window of twenty-eight.
    std::vector<Instant> lodged;
    for (int i = 0; i <= 9; ++i) {
        lodged.push_back((3 + i) * day + hour);
    }
    EXPECT_EQ(split_of(replay(lodged)), 10 * day);
    EXPECT_EQ(split_of(replay(lodged, 16 * hour)), 9 * day + 16 * hour);
}

TEST(SplitOf, LeavesDeclarationsOnBothSides) {
    EXPECT_EQ(split_of(replay({3 * day, 4 * day + hour})), 4 * day);
    // All of one day but the last one, which is the day to be judged by.
    EXPECT_EQ(split_of(replay({3 * day, 3 * day + hour, 29 * day + 23 * hour})), 21 * day);
    EXPECT_EQ(split_of(replay({3 * day - 1, 3 * day})), 3 * day);
    // What is lodged in the warm-up is of neither part.
    EXPECT_EQ(split_of(replay({0, day, 3 * day, 4 * day})), 4 * day);
}

TEST(SplitOf, RefusesWhatCannotBeSplit) {
    EXPECT_THROW(split_of(replay({})), InputError);
    EXPECT_THROW(split_of(replay({day})), InputError);
    EXPECT_THROW(split_of(replay({day, 3 * day, 3 * day + 23 * hour})), InputError);
}

}  // namespace
}  // namespace greenlane::experiment
