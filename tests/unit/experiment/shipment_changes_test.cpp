#include "greenlane/experiment/shipment_changes.h"

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

kpi::Passage passage(std::uint64_t shipment, Lane lane, Duration clearance) {
    kpi::Passage passage;
    passage.shipment = shipment;
    passage.lodged = 1000;
    passage.lane = lane;
    if (clearance >= 0) {
        passage.left = passage.lodged + clearance;
        passage.exit = kpi::Exit::released;
    }
    return passage;
}

constexpr Duration still_there = -1;
constexpr std::uint32_t known = kpi::fact_findings_known | kpi::fact_truth_known;

kpi::Dossier dossier(std::uint32_t facts, bool controlled) {
    kpi::Dossier dossier;
    dossier.facts = facts | known;
    dossier.inspected = controlled ? bit(Control::physical) : ControlSet{0};
    return dossier;
}

/// Four shipments, the third of which is lodged in the warm-up and not counted.
struct TwoRuns {
    Fates before;
    Fates after;

    TwoRuns() {
        constexpr std::uint32_t violation = kpi::fact_violation;
        const kpi::Dossier passed = dossier(0, false);
        const kpi::Dossier stopped = dossier(0, true);
        const kpi::Dossier missed = dossier(violation, false);
        const kpi::Dossier hit = dossier(violation | kpi::fact_found, true);
        before.add(passage(3, Lane::red, still_there), &hit);
        before.add(passage(0, Lane::green, 2 * hour), &passed);
        before.add(passage(1, Lane::yellow, 5 * hour), &stopped);
        before.add(passage(4, Lane::green, hour), &missed);

        after.add(passage(0, Lane::red, 9 * hour), &stopped);
        after.add(passage(1, Lane::yellow, 4 * hour), &stopped);
        after.add(passage(3, Lane::green, hour), &missed);
        after.add(passage(4, Lane::red, 3 * hour), &hit);
    }
};

const LaneMove& move(const ShipmentChanges& changes, Lane from, Lane to) {
    return changes.lanes[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

TEST(ShipmentChanges, TellWhoMovedLaneAndWhatTimeThatTook) {
    const TwoRuns runs;
    const ShipmentChanges changes = compare_fates(runs.before, runs.after);
    EXPECT_EQ(changes.shipments, 4);
    EXPECT_EQ(changes.moved, 3);
    EXPECT_EQ(move(changes, Lane::green, Lane::red), (LaneMove{2, 2, 0, 9 * hour}));
    EXPECT_EQ(move(changes, Lane::yellow, Lane::yellow), (LaneMove{1, 1, hour, 0}));
    // Not released before: there is no time to compare.
    EXPECT_EQ(move(changes, Lane::red, Lane::green), (LaneMove{1, 0, 0, 0}));
    EXPECT_EQ(move(changes, Lane::green, Lane::green), LaneMove{});
}

TEST(ShipmentChanges, TellControlsHitsAndCompliantGainedAndLost) {
    const TwoRuns runs;
    const ShipmentChanges changes = compare_fates(runs.before, runs.after);
    EXPECT_EQ(changes.controlled, (Turnover{1, 2, 1}));
    EXPECT_EQ(changes.hits, (Turnover{0, 1, 1}));
    EXPECT_EQ(changes.compliant_controlled, (Turnover{1, 1, 0}));
    EXPECT_TRUE(changes.treats_differently());
}

TEST(ShipmentChanges, OfOneRunAgainstItselfAreNone) {
    const TwoRuns runs;
    const ShipmentChanges changes = compare_fates(runs.before, runs.before);
    EXPECT_EQ(changes.moved, 0);
    EXPECT_EQ(changes.controlled, (Turnover{2, 0, 0}));
    EXPECT_EQ(changes.hits, (Turnover{1, 0, 0}));
    EXPECT_FALSE(changes.treats_differently());
    for (const auto& row : changes.lanes) {
        for (const LaneMove& move : row) {
            EXPECT_EQ(move.won, 0);
            EXPECT_EQ(move.lost, 0);
        }
    }
}

TEST(ShipmentChanges, SayNothingOfHitsAndTruthThatNobodyKnows) {
    Fates blank;
    blank.add(passage(0, Lane::green, hour), nullptr);
    const ShipmentChanges changes = compare_fates(blank, blank);
    EXPECT_EQ(changes.shipments, 1);
    EXPECT_FALSE(changes.hits);
    EXPECT_FALSE(changes.compliant_controlled);
}

TEST(Fates, HaveTheSpreadOfSingleClearanceTimes) {
    const TwoRuns runs;
    EXPECT_EQ(runs.before.clearance().count, 3u);  // one is still there
    EXPECT_DOUBLE_EQ(runs.before.clearance().mean().value(), 8.0 / 3 * hour);
}

TEST(Fates, TellTrafficApart) {
    shipment::Block block;
    block.declarations.lodged = {5, 7};
    block.declarations.importer = {1, 2};
    block.declarations.items.hs = {3, 4};
    block.declarations.items.value = {100, 200};
    block.truth.violation = {Violation::none, Violation::none};
    const auto traffic = [](const shipment::Block& seen) {
        Fates fates;
        fates.meet(seen);
        return fates.traffic();
    };
    EXPECT_EQ(traffic(block), traffic(block));
    const auto differs = [&](auto&& change) {
        shipment::Block other = block;
        change(other);
        return traffic(other) != traffic(block);
    };
    EXPECT_TRUE(differs([](shipment::Block& other) { ++other.declarations.lodged[1]; }));
    EXPECT_TRUE(differs([](shipment::Block& other) { ++other.declarations.importer[0]; }));
    EXPECT_TRUE(differs([](shipment::Block& other) { ++other.declarations.items.hs[1]; }));
    EXPECT_TRUE(differs([](shipment::Block& other) { ++other.declarations.items.value[0]; }));
    EXPECT_TRUE(differs(
        [](shipment::Block& other) { other.truth.violation[0] = Violation::undervaluation; }));
}

}  // namespace
}  // namespace greenlane::experiment
