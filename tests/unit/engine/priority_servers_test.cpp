#include "engine/priority_servers.h"

#include "greenlane/random/draw.h"

#include "engine/event_list.h"
#include "support/minute_clock.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

using test::MinuteClock;
using test::MinuteJob;

constexpr Instant two_weeks = 14 * day;
const kpi::Window everything{0, two_weeks, 0};

std::vector<MinuteJob> random_jobs(std::uint64_t seed, std::size_t count) {
    std::vector<MinuteJob> jobs(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto words =
            random::draw(random::make_key(seed, 1), i, {random::Purpose::service, 0, 0});
        jobs[i].arrival = static_cast<Instant>(words.first % (5 * 1440)) * minute;
        jobs[i].work = static_cast<Duration>(1 + (words.first >> 32) % 150) * minute;
        jobs[i].priority = static_cast<std::uint8_t>(words.second % 3);
    }
    std::stable_sort(jobs.begin(), jobs.end(),
                     [](const MinuteJob& a, const MinuteJob& b) { return a.arrival < b.arrival; });
    return jobs;
}

clearance::CompiledProcess one_station(std::optional<clearance::Roster> roster,
                                       std::int32_t servers) {
    clearance::CompiledProcess process;
    clearance::Station station{.name = "desk",
                               .key = 1,
                               .stage = Stage::assessment,
                               .kind = clearance::StationKind::servers,
                               .distribution = {},
                               .law = random::Law::deterministic(1),
                               .roster = {},
                               .priority = {},
                               .inspection = {},
                               .after = {}};
    station.discipline = clearance::Discipline::priority;
    station.priority = {0, 1};
    station.servers = servers;
    if (roster) {
        process.rosters.push_back(*roster);
        station.roster = 0;
    }
    process.stations.push_back(station);
    return process;
}

/// Runs the jobs through the station and returns when each ends.
std::vector<Instant> ends_of(PriorityServers& servers, const std::vector<MinuteJob>& jobs) {
    std::vector<Instant> ends(jobs.size(), never);
    EventList events;
    std::vector<PriorityServers::Begun> begun;
    const auto schedule = [&] {
        for (const auto& service : begun) {
            events.push(Event::of(service.end, EventKind::completion, service.slot, service.slot));
        }
        begun.clear();
    };
    std::size_t next = 0;
    for (;;) {
        const Instant arrival = next < jobs.size() ? jobs[next].arrival : never;
        const Instant completion = events.empty() ? never : events.next().time;
        const Instant change = servers.next_change();
        const Instant now = std::min({arrival, completion, change});
        if (now >= two_weeks) {
            return ends;
        }
        if (completion == now) {
            const std::uint32_t slot = events.next().slot;
            events.pop();
            if (servers.completes(now, slot)) {
                ends[slot] = now;
                servers.complete(now, slot, begun);
            }
        } else if (change == now) {
            servers.change(begun);
        } else {
            servers.arrive(now, static_cast<std::uint32_t>(next), jobs[next].priority,
                           jobs[next].work, begun);
            ++next;
        }
        schedule();
    }
}

void expect_equal_to_reference(const clearance::CompiledProcess& process, std::uint64_t seed) {
    const clearance::Roster* roster = process.rosters.empty() ? nullptr : process.rosters.data();
    auto jobs = random_jobs(seed, 30 + seed % 90);
    kpi::StationTally tally;
    PriorityServers servers(process, process.stations[0], everything, 0, tally);
    const std::vector<Instant> ends = ends_of(servers, jobs);
    servers.close();
    MinuteClock reference{
        .roster = roster,
        .servers = process.stations[0].servers,
        .suspends = roster != nullptr && roster->at_shift_end() == clearance::ShiftEnd::suspend};
    reference.run(jobs, two_weeks);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        ASSERT_EQ(ends[i], jobs[i].end) << "seed " << seed << " job " << i;
    }
    EXPECT_EQ(tally.busy, reference.busy) << "seed " << seed;
    EXPECT_EQ(tally.overtime, reference.overtime) << "seed " << seed;
    EXPECT_EQ(tally.queueing, reference.queueing) << "seed " << seed;
}

TEST(PriorityServersTest, ServeTheHighestClassFirst) {
    // trace_priority: A(0, 10, low) B(2, 4, high) C(3, 3, low) D(5, 2, high) E(11, 1, high).
    const auto process = one_station(std::nullopt, 1);
    kpi::StationTally tally;
    PriorityServers servers(process, process.stations[0], everything, 0, tally);
    const std::vector<MinuteJob> jobs{{0, 10 * minute, 1},
                                      {2 * minute, 4 * minute, 0},
                                      {3 * minute, 3 * minute, 1},
                                      {5 * minute, 2 * minute, 0},
                                      {11 * minute, 1 * minute, 0}};
    const std::vector<Instant> expected{10 * minute, 14 * minute, 20 * minute, 16 * minute,
                                        17 * minute};
    EXPECT_EQ(ends_of(servers, jobs), expected);
    EXPECT_EQ(tally.served, 5);
    EXPECT_EQ(tally.wait, (0 + 8 + 14 + 9 + 5) * minute);
    EXPECT_EQ(tally.busy, 20 * minute);
}

TEST(PriorityServersTest, EqualTheMinuteByMinuteReference) {
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        expect_equal_to_reference(
            one_station(std::nullopt, static_cast<std::int32_t>(1 + seed % 4)), seed);
    }
}

TEST(PriorityServersTest, EqualTheReferenceWithShifts) {
    for (const auto at_shift_end : {clearance::ShiftEnd::finish, clearance::ShiftEnd::suspend}) {
        for (std::uint64_t seed = 0; seed < 150; ++seed) {
            std::vector<clearance::Shift> shifts;
            for (std::int32_t weekday = 0; weekday < 6; ++weekday) {
                shifts.push_back({weekday, 8 * hour, 14 * hour, 3});
                shifts.push_back({weekday, 12 * hour, 20 * hour, 1});
            }
            expect_equal_to_reference(
                one_station(clearance::Roster("r", shifts, {6}, at_shift_end, 0), 0), seed);
        }
    }
}

}  // namespace
}  // namespace greenlane::engine
