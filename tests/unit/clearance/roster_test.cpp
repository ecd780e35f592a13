#include "greenlane/clearance/roster.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/contract.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace greenlane::clearance {
namespace {

// 2026-01-05 is a Monday.
Instant monday(Duration offset) {
    return days_since_epoch({2026, 1, 5}) * day + offset;
}

Roster make(std::vector<Shift> shifts, std::vector<Date> closed = {}, Duration utc_offset = 0) {
    std::vector<std::int64_t> days;
    for (const Date date : closed) {
        days.push_back(days_since_epoch(date));
    }
    return Roster("day-shift", std::move(shifts), std::move(days), ShiftEnd::finish, utc_offset);
}

std::vector<Shift> workdays(Duration begin, Duration end, std::int32_t servers) {
    std::vector<Shift> shifts;
    for (std::int32_t weekday = 0; weekday < 5; ++weekday) {
        shifts.push_back({weekday, begin, end, servers});
    }
    return shifts;
}

TEST(Roster, holds_its_begin_and_not_its_end) {
    const Roster roster = make(workdays(8 * hour, 20 * hour, 3));
    EXPECT_EQ(roster.servers_at(monday(8 * hour - 1)), 0);
    EXPECT_EQ(roster.servers_at(monday(8 * hour)), 3);
    EXPECT_EQ(roster.servers_at(monday(20 * hour - 1)), 3);
    EXPECT_EQ(roster.servers_at(monday(20 * hour)), 0);
}

TEST(Roster, rests_at_the_weekend) {
    const Roster roster = make(workdays(8 * hour, 20 * hour, 3));
    EXPECT_EQ(roster.servers_at(monday(5 * day + 12 * hour)), 0);
    EXPECT_EQ(roster.next_change(monday(4 * day + 20 * hour)), monday(7 * day + 8 * hour));
    EXPECT_EQ(roster.next_change(monday(7 * day + 8 * hour)), monday(7 * day + 20 * hour));
    EXPECT_EQ(roster.rostered_time(monday(0), monday(7 * day)), 5 * 12 * 3 * hour);
    EXPECT_EQ(roster.most_servers(), 3);
}

TEST(Roster, goes_over_midnight_and_the_end_of_the_week) {
    const Roster roster = make({{6, 22 * hour, 30 * hour, 2}});
    EXPECT_EQ(roster.servers_at(monday(-2 * hour)), 2);
    EXPECT_EQ(roster.servers_at(monday(6 * hour - 1)), 2);
    EXPECT_EQ(roster.servers_at(monday(6 * hour)), 0);
    EXPECT_EQ(roster.next_change(monday(-2 * hour)), monday(6 * hour));
    EXPECT_EQ(roster.rostered_time(monday(0), monday(7 * day)), 2 * 8 * hour);
    EXPECT_EQ(roster.rostered_time(monday(0), monday(hour)), 2 * hour);
}

TEST(Roster, adds_up_shifts_that_overlap) {
    const Roster roster = make({{0, 8 * hour, 16 * hour, 3}, {0, 12 * hour, 20 * hour, 2}});
    EXPECT_EQ(roster.servers_at(monday(12 * hour)), 5);
    EXPECT_EQ(roster.servers_at(monday(16 * hour)), 2);
    EXPECT_EQ(roster.next_change(monday(9 * hour)), monday(12 * hour));
    EXPECT_EQ(roster.most_servers(), 5);
    EXPECT_EQ(roster.rostered_time(monday(0), monday(day)), (8 * 3 + 8 * 2) * hour);
}

TEST(Roster, sees_no_change_where_one_shift_relieves_its_equal) {
    const Roster roster = make({{0, 6 * hour, 14 * hour, 3}, {0, 14 * hour, 22 * hour, 3}});
    EXPECT_EQ(roster.next_change(monday(6 * hour)), monday(22 * hour));
}

TEST(Roster, drops_the_shifts_that_start_on_a_closed_day) {
    std::vector<Shift> nights;
    for (std::int32_t weekday = 0; weekday < 7; ++weekday) {
        nights.push_back({weekday, 22 * hour, 30 * hour, 2});
    }
    const Roster roster = make(nights, {{2026, 1, 6}});
    EXPECT_EQ(roster.servers_at(monday(day + 5 * hour)), 2) << "Monday's shift is not dropped";
    EXPECT_EQ(roster.servers_at(monday(day + 23 * hour)), 0);
    EXPECT_EQ(roster.servers_at(monday(2 * day + 5 * hour)), 0) << "nor does it end on Wednesday";
    EXPECT_EQ(roster.next_change(monday(day + 6 * hour)), monday(2 * day + 22 * hour));
    EXPECT_EQ(roster.rostered_time(monday(0), monday(7 * day)), 6 * 2 * 8 * hour);
    EXPECT_EQ(roster.rostered_time(monday(2 * day), monday(2 * day + 12 * hour)), 0);
}

TEST(Roster, meets_an_edge_that_only_a_closed_day_shows) {
    // Sunday's night shift hands over to Monday's, which is closed.
    const Roster roster =
        make({{6, 22 * hour, 30 * hour, 2}, {0, 6 * hour, 14 * hour, 2}}, {{2026, 1, 5}});
    EXPECT_EQ(roster.next_change(monday(-2 * hour)), monday(6 * hour));
    EXPECT_EQ(roster.next_change(monday(7 * day - 2 * hour)), monday(7 * day + 14 * hour));
}

TEST(Roster, lives_in_local_time) {
    const Roster roster = make(workdays(8 * hour, 20 * hour, 3), {{2026, 1, 6}}, 5 * hour);
    EXPECT_EQ(roster.servers_at(monday(3 * hour)), 3);
    EXPECT_EQ(roster.servers_at(monday(15 * hour)), 0);
    EXPECT_EQ(roster.next_change(monday(15 * hour)), monday(2 * day + 3 * hour));
}

TEST(Roster, never_changes_where_it_is_always_open) {
    std::vector<Shift> shifts;
    for (std::int32_t weekday = 0; weekday < 7; ++weekday) {
        shifts.push_back({weekday, 0, day, 4});
    }
    EXPECT_EQ(make(shifts).next_change(monday(0)), never);
    const Roster closed_once = make(shifts, {{2027, 3, 1}});
    const Instant holiday = days_since_epoch({2027, 3, 1}) * day;
    EXPECT_EQ(closed_once.next_change(monday(0)), holiday);
    EXPECT_EQ(closed_once.next_change(holiday), holiday + day);
    EXPECT_EQ(closed_once.next_change(holiday + day), never);
}

TEST(Roster, counts_before_1970_too) {
    const Roster roster = make(workdays(8 * hour, 20 * hour, 1));
    EXPECT_EQ(roster.servers_at(-day - 12 * hour), 1) << "Tuesday, 1969-12-30";
    EXPECT_EQ(roster.rostered_time(-7 * day, 0), 5 * 12 * hour);
}

TEST(Roster, refuses_shifts_that_are_none) {
    EXPECT_THROW(make({{0, 8 * hour, 8 * hour, 1}}), ContractViolation);
    EXPECT_THROW(make({{0, 8 * hour, 32 * hour + 1, 1}}), ContractViolation);
    EXPECT_THROW(make({{7, 8 * hour, 9 * hour, 1}}), ContractViolation);
    EXPECT_THROW(make({{0, 8 * hour, 9 * hour, 0}}), ContractViolation);
}

/// Every shift of the days around, one by one.
std::int32_t obvious_servers(const std::vector<Shift>& shifts, const std::vector<Date>& closed,
                             Duration utc_offset, Instant instant) {
    const Instant local = instant + utc_offset;
    std::int32_t servers = 0;
    for (std::int64_t start = day_of(local) - 2; start <= day_of(local); ++start) {
        const bool is_open =
            std::find(closed.begin(), closed.end(), date_of(start)) == closed.end();
        for (const Shift& shift : shifts) {
            const bool on_duty = shift.weekday == weekday(start) &&
                                 start * day + shift.begin <= local &&
                                 local < start * day + shift.end;
            servers += is_open && on_duty ? shift.servers : 0;
        }
    }
    return servers;
}

TEST(Roster, equals_the_obvious_model_over_weeks) {
    const std::vector<Shift> shifts{{0, 6 * hour, 14 * hour, 3},
                                    {0, 14 * hour, 22 * hour, 3},
                                    {0, 22 * hour, 30 * hour, 1},
                                    {2, 7 * hour, 19 * hour, 2},
                                    {2, 12 * hour, 36 * hour, 5},
                                    {4, 20 * hour, 28 * hour, 2},
                                    {5, 0, day, 1},
                                    {6, 30 * minute, day, 1},
                                    {6, 18 * hour, 40 * hour, 4}};
    const std::vector<Date> closed{{2026, 1, 7}, {2026, 1, 11}, {2026, 1, 12}, {2026, 1, 24}};
    constexpr Duration offset = 3 * hour + 30 * minute;
    constexpr Duration tick = 15 * minute;
    const Roster roster = make(shifts, closed, offset);

    const Instant begin = monday(-7 * day);
    const Instant end = monday(35 * day);
    RosterCursor cursor(roster, begin);
    std::int64_t integral = 0;
    Instant last_change = begin;
    std::int32_t last = obvious_servers(shifts, closed, offset, begin);
    for (Instant now = begin; now < end; now += tick) {
        const std::int32_t servers = obvious_servers(shifts, closed, offset, now);
        if (servers != last) {
            ASSERT_EQ(roster.next_change(last_change), now);
            ASSERT_EQ(roster.next_change(now - 1), now);
            last_change = now;
            last = servers;
        }
        ASSERT_EQ(roster.servers_at(now), servers) << format_instant(now);
        ASSERT_EQ(roster.rostered_time(begin, now), integral) << format_instant(now);
        cursor.advance_to(now);
        ASSERT_EQ(cursor.servers(), servers) << format_instant(now);
        ASSERT_EQ(cursor.next_change(), roster.next_change(now));
        integral += servers * tick;
    }
}

TEST(RosterCursor, passes_several_changes_at_once) {
    const Roster roster = make(workdays(8 * hour, 20 * hour, 3));
    RosterCursor cursor(roster, monday(0));
    EXPECT_EQ(cursor.servers(), 0);
    EXPECT_EQ(cursor.next_change(), monday(8 * hour));
    cursor.advance_to(monday(8 * hour));
    EXPECT_EQ(cursor.servers(), 3);
    cursor.advance_to(monday(3 * day + 21 * hour));
    EXPECT_EQ(cursor.servers(), 0);
    EXPECT_EQ(cursor.next_change(), monday(4 * day + 8 * hour));
}

}  // namespace
}  // namespace greenlane::clearance
