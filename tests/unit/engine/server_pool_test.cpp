#include "engine/server_pool.h"

#include "greenlane/random/draw.h"

#include "support/minute_clock.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

using test::MinuteClock;
using test::MinuteJob;

constexpr Instant two_weeks = 14 * day;
const kpi::Window everything{0, two_weeks, 0};

std::uint64_t word(std::uint64_t seed, std::uint64_t number, std::uint32_t index) {
    return random::draw(random::make_key(seed, 0), number, {random::Purpose::service, 0, index})
        .first;
}

std::vector<MinuteJob> random_jobs(std::uint64_t seed, std::size_t count, Duration span,
                                   Duration longest) {
    std::vector<MinuteJob> jobs(count);
    for (std::size_t i = 0; i < count; ++i) {
        jobs[i].arrival = static_cast<Instant>(word(seed, i, 0) % (span / minute)) * minute;
        jobs[i].work = static_cast<Duration>(1 + word(seed, i, 1) % (longest / minute)) * minute;
    }
    std::stable_sort(jobs.begin(), jobs.end(),
                     [](const MinuteJob& a, const MinuteJob& b) { return a.arrival < b.arrival; });
    return jobs;
}

/// Days 0 to 13 of 1970: a Thursday first. Two shifts that overlap, one over midnight, a short
/// Saturday, no Sunday, one closed day.
clearance::Roster random_roster(std::uint64_t seed, clearance::ShiftEnd at_shift_end) {
    std::vector<clearance::Shift> shifts;
    for (std::int32_t weekday = 0; weekday < 5; ++weekday) {
        const auto servers = [&](std::uint32_t index) {
            return static_cast<std::int32_t>(1 + word(seed, 1000 + weekday, index) % 4);
        };
        shifts.push_back({weekday, 8 * hour, 14 * hour, servers(0)});
        shifts.push_back({weekday, 12 * hour, 18 * hour, servers(1)});
        if (word(seed, 2000 + weekday, 2) % 2 == 0) {
            shifts.push_back({weekday, 22 * hour, 27 * hour, servers(2)});
        }
    }
    shifts.push_back({5, 9 * hour, 11 * hour, 2});
    return {"roster", shifts, {5}, at_shift_end, 0};
}

TEST(FifoServersTest, EqualTheMinuteByMinuteReference) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto servers = static_cast<std::int32_t>(1 + seed % 7);
        auto jobs = random_jobs(seed, 150, 2 * day, 2 * hour * servers);
        MinuteClock reference{.servers = servers};
        reference.run(jobs, two_weeks);
        FifoServers pool(servers);
        for (const MinuteJob& job : jobs) {
            const Service service = pool.serve(job.arrival, job.work);
            ASSERT_EQ(service.start, job.start) << "seed " << seed;
            ASSERT_EQ(service.end, job.end) << "seed " << seed;
        }
    }
}

class RosteredServersTest : public testing::TestWithParam<clearance::ShiftEnd> {};

TEST_P(RosteredServersTest, EqualTheMinuteByMinuteReference) {
    const bool suspends = GetParam() == clearance::ShiftEnd::suspend;
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        const clearance::Roster roster = random_roster(seed, GetParam());
        auto jobs = random_jobs(seed, 40 + seed % 60, 6 * day, 4 * hour);
        MinuteClock reference{.roster = &roster, .suspends = suspends};
        reference.run(jobs, two_weeks);
        RosteredServers pool(roster, 0, everything);
        for (const MinuteJob& job : jobs) {
            const Service service = pool.serve(job.arrival, job.work);
            if (job.end == never) {
                ASSERT_GE(service.end, two_weeks) << "seed " << seed;
                continue;
            }
            ASSERT_EQ(service.start, job.start) << "seed " << seed;
            ASSERT_EQ(service.end, job.end) << "seed " << seed;
        }
        EXPECT_EQ(pool.busy(), reference.busy) << "seed " << seed;
        if (!suspends) {
            EXPECT_EQ(pool.overtime(two_weeks), reference.overtime) << "seed " << seed;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(AtShiftEnd, RosteredServersTest,
                         testing::Values(clearance::ShiftEnd::finish, clearance::ShiftEnd::suspend),
                         [](const auto& suite) {
                             return suite.param == clearance::ShiftEnd::finish ? "Finish"
                                                                               : "Suspend";
                         });

}  // namespace
}  // namespace greenlane::engine
