#include "greenlane/evaluation/segments.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

using shipment::Outcome;

/// Two declarations of a large trader and one of another, the second with two items of one origin.
class SegmentsTest : public testing::Test {
protected:
    SegmentsTest() {
        shipment::Declarations& declarations = block.declarations;
        declarations.lodged = {0, 1, 2};
        declarations.importer = {words.importer.code("big"), words.importer.code("big"),
                                 words.importer.code("one")};
        declarations.mode = {shipment::Mode::sea, shipment::Mode::sea, shipment::Mode::air};
        declarations.first_item = {0, 1, 3, 4};
        const shipment::Code china = words.country.code("CN");
        declarations.items.origin = {china, china, china, words.country.code("DE")};
        declarations.items.hs = {words.hs.code("010121"), words.hs.code("840710"),
                                 words.hs.code("010121"), shipment::no_code};
        decisions.lane = {Lane::red, Lane::green, Lane::red};
        decisions.traits = {screening::selected, 0, screening::selected};
        const std::vector<Outcome> outcome{Outcome::violation, Outcome::compliant,
                                           Outcome::compliant};
        segments.add(block, words, decisions, outcome);
        table = segments.table(words);
    }

    const SegmentCounts& of(SegmentBy by, const char* name) const {
        const auto found = std::find_if(table.begin(), table.end(), [&](const Segment& segment) {
            return segment.by == by && segment.name == name;
        });
        if (found == table.end()) {
            throw std::runtime_error(name);
        }
        return found->counts;
    }

    shipment::Block block;
    shipment::Vocabulary words;
    screening::Decisions decisions;
    Segments segments;
    std::vector<Segment> table;
};

TEST_F(SegmentsTest, ADeclarationCountsOnceInASegment) {
    EXPECT_EQ(of(SegmentBy::origin, "CN").selected, (kpi::Proportion{1, 2}));
    EXPECT_EQ(of(SegmentBy::chapter, "01").selected, (kpi::Proportion{1, 2}));
    EXPECT_EQ(of(SegmentBy::chapter, "84").selected, (kpi::Proportion{0, 1}));
    EXPECT_EQ(of(SegmentBy::chapter, "not given").selected, (kpi::Proportion{1, 1}));
}

TEST_F(SegmentsTest, TellsHitsFromFalsePositives) {
    EXPECT_EQ(of(SegmentBy::mode, "sea").hits, (kpi::Proportion{1, 1}));
    EXPECT_EQ(of(SegmentBy::mode, "sea").false_positives, (kpi::Proportion{0, 1}));
    EXPECT_EQ(of(SegmentBy::mode, "air").false_positives, (kpi::Proportion{1, 1}));
    EXPECT_EQ(of(SegmentBy::mode, "air").hits, (kpi::Proportion{0, 1}));
}

TEST_F(SegmentsTest, TradersAreOfTheSizeOfTheirTraffic) {
    EXPECT_EQ(of(SegmentBy::trader_size, "1 declaration").selected, (kpi::Proportion{1, 1}));
    EXPECT_EQ(of(SegmentBy::trader_size, "2 to 9").selected, (kpi::Proportion{1, 2}));
    EXPECT_TRUE(table.back().small());
}

TEST_F(SegmentsTest, ColumnsThatTheInputLacksHaveNoSegments) {
    EXPECT_TRUE(std::none_of(table.begin(), table.end(), [](const Segment& segment) {
        return segment.by == SegmentBy::office;
    }));
}

}  // namespace
}  // namespace greenlane::evaluation
