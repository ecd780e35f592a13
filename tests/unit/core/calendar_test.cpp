#include "greenlane/core/calendar.h"

#include <gtest/gtest.h>

namespace greenlane {
namespace {

TEST(CalendarTest, CountsDaysFromTheEpoch) {
    EXPECT_EQ(days_since_epoch({1970, 1, 1}), 0);
    EXPECT_EQ(days_since_epoch({2000, 3, 1}), 11017);
    EXPECT_EQ(days_since_epoch({1969, 12, 31}), -1);
    for (std::int64_t days = -800; days < 30000; days += 37) {
        EXPECT_EQ(days_since_epoch(date_of(days)), days);
    }
}

TEST(CalendarTest, KnowsWeekdaysBeforeTheEpochToo) {
    EXPECT_EQ(weekday(days_since_epoch({2026, 1, 5})), 0);
    EXPECT_EQ(weekday(days_since_epoch({1970, 1, 1})), 3);
    EXPECT_EQ(weekday(days_since_epoch({1969, 12, 28})), 6);
}

TEST(CalendarTest, PutsAWeekIntoTheYearOfItsThursday) {
    const auto week = [](Date date) { return iso_week(days_since_epoch(date)); };
    EXPECT_EQ(week({2020, 12, 31}).week, 53);
    EXPECT_EQ(week({2021, 1, 3}).year, 2020);
    EXPECT_EQ(week({2021, 1, 4}).week, 1);
    EXPECT_EQ(week({2024, 12, 30}).year, 2025);
    EXPECT_EQ(week({2026, 11, 21}).week, 47);
}

TEST(CalendarTest, DaysBeforeTheEpochAreRoundedDown) {
    EXPECT_EQ(day_of(-1), -1);
    EXPECT_EQ(day_of(-day), -1);
    EXPECT_EQ(day_of(-day - 1), -2);
    EXPECT_EQ(time_of_day(-1), day - 1);
}

TEST(CalendarTest, ReadsInstantsWithZones) {
    EXPECT_EQ(parse_instant("1970-01-01"), 0);
    EXPECT_EQ(parse_instant("1970-01-01T00:00:01Z"), 1000);
    EXPECT_EQ(parse_instant("1970-01-01T05:00:00.250+05:00"), 250);
    EXPECT_EQ(parse_instant("1969-12-31 19:00-0500"), 0);
    for (const char* wrong : {"", "1970", "1970-13-01", "2026-02-29", "1970-01-01T24:00",
                              "1970-01-01T10", "1970-01-01T10:00:00.", "1970-01-01T10:00+15:00",
                              "1970-01-01T10:00Zx", "-970-01-01", "1970-1-1"}) {
        EXPECT_FALSE(parse_instant(wrong)) << wrong;
    }
}

TEST(CalendarTest, ReadsDurationsWithTheirUnit) {
    EXPECT_EQ(parse_duration("24min"), 24 * minute);
    EXPECT_EQ(parse_duration("1.5h"), 90 * minute);
    EXPECT_EQ(parse_duration("250 ms"), 250);
    EXPECT_EQ(parse_duration("2w"), 14 * day);
    EXPECT_EQ(parse_duration("0d"), 0);
    for (const char* wrong : {"", "5", "5 hours", "-1h", "h", "1e9999d", "400000d", "nanh"}) {
        EXPECT_FALSE(parse_duration(wrong)) << wrong;
    }
}

TEST(CalendarTest, WritesWhatItReads) {
    for (const char* text : {"2026-01-05T00:00:00Z", "1969-12-31T23:59:59.999Z"}) {
        EXPECT_EQ(format_instant(*parse_instant(text)), text);
    }
    EXPECT_EQ(format_duration(90 * minute), "90 min");
    EXPECT_EQ(format_duration(50 * hour), "50 h");
    EXPECT_EQ(format_duration(4 * day), "4 d");
    EXPECT_EQ(format_duration(2273 * day + hour), "2273 d");
    EXPECT_EQ(format_duration(1500), "1.5 s");
}

}  // namespace
}  // namespace greenlane
