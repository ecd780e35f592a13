#include "engine/recorded_run.h"

#include "greenlane/kpi/kpi_table.h"
#include "greenlane/kpi/kpi_value.h"
#include "greenlane/screening/decisions.h"

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

using shipment::Outcome;

const kpi::Window window{0, 10 * day, 0};

/// Four declarations lodged at the hours 0 to 3: released without a control; red, a violation;
/// yellow, nothing found; red, and still open at the end.
shipment::Block four_records() {
    shipment::Block block;
    shipment::Declarations& rows = block.declarations;
    rows.lodged = {0, hour, 2 * hour, 3 * hour};
    rows.first_item = {0, 1, 2, 3, 4};
    rows.items.hs = {1, 1, 1, 1};
    block.records.outcome = {Outcome::unknown, Outcome::violation, Outcome::compliant,
                             Outcome::unknown};
    block.records.completed[static_cast<std::size_t>(Stage::release)] = {2 * hour, 25 * hour,
                                                                         6 * hour, missing};
    return block;
}

struct Counted {
    kpi::Tally tally{window, 2 * day};
    Counts counts;
};

Counted count(const shipment::Block& block) {
    shipment::Vocabulary vocabulary;
    vocabulary.hs.code("847130");
    screening::Decisions decisions;
    decisions.lane = {Lane::green, Lane::red, Lane::yellow, Lane::red};
    constexpr std::uint16_t stopped = screening::selected | screening::by_rule;
    decisions.traits = {0, stopped, stopped, stopped};
    Counted counted;
    RecordedRun run(std::make_shared<const profile::Lists>(), window, counted.tally);
    run.admit(block, vocabulary, decisions);
    counted.counts = run.counts();
    return counted;
}

std::optional<double> figure(const kpi::Tally& tally, std::string_view id) {
    const kpi::Cell overall = tally.overall();
    kpi::Evidence evidence;
    evidence.cell = &overall;
    evidence.stays_known = tally.stays_known();
    return value(kpi::kpis()[kpi::kpi_index(id)], evidence, {});
}

TEST(RecordedRunTest, CountsTimesAndExitsAsTheyWereRecorded) {
    const Counted counted = count(four_records());
    EXPECT_TRUE(counted.counts.conserved());
    EXPECT_EQ(counted.counts.lodged, 4);
    EXPECT_EQ(counted.counts.exits[static_cast<std::size_t>(kpi::Exit::in_process)], 1);
    // (2 + 24 + 4) / 3
    EXPECT_DOUBLE_EQ(figure(counted.tally, "clearance.time").value(), 10.0);
}

TEST(RecordedRunTest, KnowsWhatWasEstablishedOnlyWhereSomebodyLookedAndSaid) {
    // Looked at: 1 found, 1 not, 1 not told: one hit in two.
    const Counted counted = count(four_records());
    EXPECT_EQ(counted.tally.overall()[kpi::Measure::controlled], 2);
    EXPECT_EQ(counted.tally.overall()[kpi::Measure::hits], 1);
    EXPECT_DOUBLE_EQ(figure(counted.tally, "targeting.hit_rate").value(), 50.0);
}

TEST(RecordedRunTest, LeavesUndefinedWhatRecordsDoNotTell) {
    const Counted counted = count(four_records());
    for (const char* id :
         {"targeting.detection_rate", "targeting.false_positive_rate", "clearance.time.customs",
          "assessment.time.waiting", "targeting.hits_per_officer_hour"}) {
        EXPECT_FALSE(figure(counted.tally, id).has_value()) << id;
    }
}

}  // namespace
}  // namespace greenlane::engine
