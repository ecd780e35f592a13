#include "greenlane/experiment/unit.h"

#include "greenlane/core/diagnostics.h"

#include <limits>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

std::vector<Unit> all_of(const Units& units) {
    std::vector<Unit> all;
    units.each([&](const Unit& unit) { all.push_back(unit); });
    return all;
}

TEST(Units, AreTakenInTheOrderInWhichTheyWereAdded) {
    Units units;
    units.add(3, 5, 2);
    units.add(3, 7, 1);
    units.add(3, 9, 1);
    units.add(1, 0, 0);
    units.add(1, 10, 1);
    EXPECT_EQ(units.size(), 5u);
    EXPECT_EQ(all_of(units), (std::vector<Unit>{{3, 5}, {3, 6}, {3, 7}, {3, 9}, {1, 10}}));
    EXPECT_EQ(units.take(1), (std::vector<Unit>{{3, 5}}));
    EXPECT_EQ(units.take(3), (std::vector<Unit>{{3, 6}, {3, 7}, {3, 9}}));
    EXPECT_EQ(units.size(), 1u);
    EXPECT_EQ(all_of(units), (std::vector<Unit>{{1, 10}}));
    EXPECT_EQ(units.take(9), (std::vector<Unit>{{1, 10}}));
    EXPECT_TRUE(units.take(9).empty());
    units.add(4, 4, 1);
    EXPECT_EQ(units.take(9), (std::vector<Unit>{{4, 4}}));
}

TEST(Units, MakeAStudyOfABoundedSize) {
    constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
    EXPECT_NO_THROW(expect_study(1, most_units));
    EXPECT_NO_THROW(expect_study(10, most_units / 10));
    EXPECT_THROW(expect_study(1, most_units + 1), InputError);
    EXPECT_THROW(expect_study(11, most_units / 10), InputError);
    EXPECT_THROW(expect_study(2, all / 2 + 1), InputError);
    EXPECT_THROW(expect_study(most_units + 1, 1), InputError);
    EXPECT_NO_THROW(expect_study(0, 1));
}

}  // namespace
}  // namespace greenlane::experiment
