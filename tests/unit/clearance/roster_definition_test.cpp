#include "process_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::clearance {
namespace {

using test::complaints;
using test::shift;
using testing::ElementsAre;
using testing::IsEmpty;

ProcessDefinition process_with(RosterDefinition roster) {
    StationDefinition station = test::station("documents", 10);
    station.servers.reset();
    station.roster = test::text(roster.name.value, 13);
    return {.stations = {station}, .routes = {}, .rosters = {std::move(roster)}};
}

ProcessDefinition process_with(std::vector<ShiftDefinition> shifts) {
    return process_with(test::roster("day-shift", std::move(shifts), 50));
}

Roster compiled(const ProcessDefinition& process) {
    return test::compiled(process).rosters.front();
}

// 2026-01-05 is a Monday.
Instant monday(Duration offset) {
    return days_since_epoch({2026, 1, 5}) * day + offset;
}

TEST(RosterDefinition, reads_spans_of_days) {
    const Roster roster = compiled(process_with({shift("08:00-20:00", {"mon-wed", "sat"}, 3, 51)}));
    std::vector<std::int32_t> servers;
    for (int weekday = 0; weekday < 7; ++weekday) {
        servers.push_back(roster.servers_at(monday(weekday * day + 12 * hour)));
    }
    EXPECT_THAT(servers, ElementsAre(3, 3, 3, 0, 0, 3, 0));
    EXPECT_EQ(roster.name(), "day-shift");
    EXPECT_EQ(roster.at_shift_end(), ShiftEnd::finish);
}

TEST(RosterDefinition, is_open_every_day_where_none_is_named) {
    const Roster roster = compiled(process_with({shift("08:00-20:00", {}, 1, 51)}));
    EXPECT_EQ(roster.rostered_time(monday(0), monday(7 * day)), 7 * 12 * hour);
}

TEST(RosterDefinition, goes_over_the_end_of_the_week_and_names_a_day_twice) {
    const Roster roster = compiled(process_with({shift("08:00-09:00", {"sat-mon", "sun"}, 1, 51)}));
    EXPECT_EQ(roster.rostered_time(monday(0), monday(7 * day)), 3 * hour);
}

TEST(RosterDefinition, reads_several_shifts_over_midnight_and_round_the_clock) {
    const Roster roster = compiled(process_with(
        {shift("00:00-24:00", {"mon-fri"}, 1, 51), shift("22:00-06:00", {"mon"}, 2, 55)}));
    EXPECT_EQ(roster.servers_at(monday(21 * hour)), 1);
    EXPECT_EQ(roster.servers_at(monday(23 * hour)), 3);
    EXPECT_EQ(roster.servers_at(monday(29 * hour)), 3);
    EXPECT_EQ(roster.servers_at(monday(30 * hour)), 1);
}

TEST(RosterDefinition, keeps_closed_days_and_what_happens_to_work_in_hand) {
    RosterDefinition definition = test::roster("day-shift", {shift("08:00-20:00", {}, 1, 51)}, 50);
    definition.closed = {test::located(Date{2026, 1, 6}, 60)};
    definition.at_shift_end = test::text("suspend", 61);
    const Roster roster = test::compiled(process_with(definition), 5 * hour).rosters.front();
    EXPECT_EQ(roster.at_shift_end(), ShiftEnd::suspend);
    EXPECT_EQ(roster.servers_at(monday(3 * hour)), 1) << "08:00 local time";
    EXPECT_EQ(roster.servers_at(monday(day + 3 * hour)), 0);
}

TEST(RosterDefinition, refuses_hours_that_are_none) {
    for (const std::string open : {"8-20", "08:00", "08:00-25:00", "08:60-09:00", "24:00-08:00",
                                   "08:00-20:00 ", "-", "ab:cd-08:00"}) {
        EXPECT_THAT(
            complaints(process_with({shift(open, {}, 1, 51)})),
            ElementsAre("post.toml:52:9: error: '" + open +
                        "' is no span of the day\n"
                        "  hint: open = \"08:00-20:00\", or \"22:00-06:00\" over midnight"));
    }
    EXPECT_THAT(complaints(process_with({shift("08:00-08:00", {}, 1, 51)})),
                ElementsAre("post.toml:52:9: error: the shift '08:00-08:00' ends when it begins\n"
                            "  hint: round the clock is \"00:00-24:00\""));
    EXPECT_THAT(complaints(process_with({shift("", {}, 1, 51)})),
                ElementsAre("post.toml:51:1: error: a shift without 'open'\n"
                            "  hint: open = \"08:00-20:00\""));
}

TEST(RosterDefinition, refuses_days_and_servers_that_are_none) {
    EXPECT_THAT(complaints(process_with({shift("08:00-20:00", {"mon-fry"}, 0, 51)})),
                ElementsAre("post.toml:53:9: error: unknown day 'fry'\n"
                            "  hint: did you mean 'fri'?",
                            "post.toml:54:9: error: 'servers' is 0\n"
                            "  hint: a whole number from 1 to 1000000"));
    EXPECT_THAT(complaints(process_with({shift("08:00-20:00", {"weekdays"}, 1, 51)})),
                ElementsAre("post.toml:53:9: error: unknown day 'weekdays'\n"
                            "  hint: days = \"mon-fri\", or [\"mon\", \"sat\"]"));
}

TEST(RosterDefinition, is_open_some_time) {
    EXPECT_THAT(complaints(process_with(std::vector<ShiftDefinition>{})),
                ElementsAre("post.toml:50:1: error: the roster 'day-shift' is never open\n"
                            "  hint: give it open = \"08:00-20:00\" and servers = 3"));
}

TEST(RosterDefinition, knows_two_ends_of_a_shift) {
    RosterDefinition definition = test::roster("day-shift", {shift("08:00-20:00", {}, 1, 51)}, 50);
    definition.at_shift_end = test::text("stop", 61);
    EXPECT_THAT(complaints(process_with(definition)),
                ElementsAre("post.toml:61:9: error: unknown rule for the end of a shift 'stop'\n"
                            "  hint: \"finish\" or \"suspend\""));
}

TEST(RosterDefinition, has_a_name_of_its_own) {
    ProcessDefinition process = process_with({shift("08:00-20:00", {}, 1, 51)});
    process.rosters.push_back(test::roster("day-shift", {shift("08:00-20:00", {}, 1, 71)}, 70));
    process.rosters.push_back(test::roster("", {shift("08:00-20:00", {}, 1, 81)}, 80));
    EXPECT_THAT(complaints(process),
                ElementsAre("post.toml:70:9: error: a second roster 'day-shift'\n"
                            "  hint: the first stands in line 50",
                            "post.toml:80:1: error: a roster without 'name'"));
}

TEST(RosterDefinition, may_stand_unused) {
    ProcessDefinition process = process_with({shift("08:00-20:00", {}, 1, 51)});
    process.stations.clear();
    EXPECT_THAT(complaints(process), IsEmpty());
}

}  // namespace
}  // namespace greenlane::clearance
