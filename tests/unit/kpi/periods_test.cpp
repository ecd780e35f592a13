#include "kpi/periods.h"

#include "greenlane/core/calendar.h"

#include <tuple>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using Row = std::tuple<std::string, std::size_t, std::size_t>;

std::vector<Row> rows(Date first, std::size_t days, std::size_t skip) {
    std::vector<Row> all;
    for (const Period& period : periods(days_since_epoch(first), days)) {
        all.emplace_back(period.label, period.begin, period.end);
    }
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(skip));
    return all;
}

TEST(Periods, OfTwoDaysInOneWeek) {
    EXPECT_THAT(rows({2026, 1, 5}, 2, 0),
                testing::ElementsAre(Row{"2026-01-05", 0, 1}, Row{"2026-01-06", 1, 2},
                                     Row{"2026-W02", 0, 2}, Row{"2026-01", 0, 2},
                                     Row{"2026-Q1", 0, 2}, Row{"2026", 0, 2}));
}

TEST(Periods, WeeksRunOverNewYear) {
    // 2026-12-28 is the Monday of week 53, which ends on Sunday, 2027-01-03.
    EXPECT_THAT(
        rows({2026, 12, 27}, 9, 9),
        testing::ElementsAre(Row{"2026-W52", 0, 1}, Row{"2026-W53", 1, 8}, Row{"2027-W01", 8, 9},
                             Row{"2026-12", 0, 5}, Row{"2027-01", 5, 9}, Row{"2026-Q4", 0, 5},
                             Row{"2027-Q1", 5, 9}, Row{"2026", 0, 5}, Row{"2027", 5, 9}));
    // 2024-12-30 belongs to the first week of 2025.
    EXPECT_THAT(rows({2024, 12, 30}, 3, 3),
                testing::ElementsAre(Row{"2025-W01", 0, 3}, Row{"2024-12", 0, 2},
                                     Row{"2025-01", 2, 3}, Row{"2024-Q4", 0, 2},
                                     Row{"2025-Q1", 2, 3}, Row{"2024", 0, 2}, Row{"2025", 2, 3}));
}

TEST(Periods, CoverAYearOfEachKind) {
    const auto all = rows({2026, 1, 1}, 365, 365);
    ASSERT_EQ(all.size(), 53 + 12 + 4 + 1);
    EXPECT_EQ(all[53 + 1], (Row{"2026-02", 31, 59}));
    EXPECT_EQ(all[53 + 12 + 2], (Row{"2026-Q3", 181, 273}));
    EXPECT_EQ(all.back(), (Row{"2026", 0, 365}));
}

}  // namespace
}  // namespace greenlane::kpi
