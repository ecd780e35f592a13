#include "greenlane/evaluation/sample.h"

#include "greenlane/core/calendar.h"

#include <vector>

#include <gmock/gmock.h>

namespace greenlane::evaluation {
namespace {

Sample on_days(const std::vector<const char*>& dates) {
    Sample sample;
    for (const char* date : dates) {
        shipment::Block block;
        block.declarations.lodged = {days_since_epoch(*parse_date(date)) * day};
        block.declarations.first_item = {0, 0};
        Labels labels;
        labels.assign(block);
        sample.add(block, labels, 0);
    }
    return sample;
}

std::vector<std::string> labels(const std::vector<RowRange>& ranges) {
    std::vector<std::string> all;
    for (const RowRange& range : ranges) {
        all.push_back(range.label + ":" + std::to_string(range.end - range.begin));
    }
    return all;
}

TEST(Sample, PeriodsAreRangesOfRows) {
    const Sample sample =
        on_days({"2025-12-29", "2026-01-01", "2026-01-31", "2026-01-31", "2026-04-01"});
    EXPECT_THAT(labels(periods_of(sample, Per::month)),
                testing::ElementsAre("2025-12:1", "2026-01:3", "2026-04:1"));
    EXPECT_THAT(labels(periods_of(sample, Per::quarter)),
                testing::ElementsAre("2025-Q4:1", "2026-Q1:3", "2026-Q2:1"));
    EXPECT_THAT(labels(periods_of(sample, Per::week)),
                testing::ElementsAre("2026-W01:2", "2026-W05:2", "2026-W14:1"));
    EXPECT_TRUE(periods_of(Sample{}, Per::week).empty());
}

TEST(Sample, DaysAreLocal) {
    shipment::Block block;
    block.declarations.lodged = {20 * hour};
    block.declarations.first_item = {0, 0};
    Labels known;
    known.assign(block);
    Sample sample;
    sample.add(block, known, 9 * hour);
    EXPECT_EQ(sample.day.front(), 1);
    EXPECT_TRUE(sample.partly_labelled());
    EXPECT_TRUE(sample.importer.empty());
}

}  // namespace
}  // namespace greenlane::evaluation
