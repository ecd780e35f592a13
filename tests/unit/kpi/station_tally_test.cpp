#include "greenlane/kpi/station_tally.h"

#include "support/draws.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

constexpr Window window{10 * hour, 34 * hour, 0};

TEST(StationTally, CountsWhoCameAndWhoWasServedWithinTheWindow) {
    StationTally tally;
    tally.visit(window, 9 * hour, 9 * hour, hour);            // came before
    tally.visit(window, 10 * hour, 10 * hour, hour);          // at once
    tally.visit(window, 11 * hour, 13 * hour, 3 * hour);      // waited
    tally.visit(window, 33 * hour, 34 * hour, hour);          // still waits at the end
    tally.visit(window, 33 * hour, 34 * hour - 1, 5 * hour);  // just begun
    tally.visit(window, 34 * hour, 34 * hour, hour);          // came after
    EXPECT_EQ(tally.arrived, 4);
    EXPECT_EQ(tally.served, 3);
    EXPECT_EQ(tally.waited, 2);
    EXPECT_EQ(tally.wait, 3 * hour - 1);
    EXPECT_EQ(tally.work, 9 * hour);
    EXPECT_EQ(tally.waits.total(), 3);
    EXPECT_EQ(tally.queueing, 2 * hour + hour + hour - 1);
}

TEST(StationTally, ServersInUseAreClippedToTheWindow) {
    StationTally tally;
    tally.serve(window, 8 * hour, 11 * hour);
    tally.serve(window, 12 * hour, 13 * hour);
    tally.serve(window, 33 * hour, 40 * hour);
    tally.serve(window, 5 * hour, 9 * hour);
    tally.serve(window, 35 * hour, 36 * hour);
    EXPECT_EQ(tally.busy, 3 * hour);
}

TEST(StationTally, QueueingIsSplitByHourOfTheLocalDay) {
    StationTally tally;
    tally.visit({10 * hour, 34 * hour, 90 * minute}, 10 * hour + 45 * minute,
                12 * hour + 30 * minute, hour);
    // local time 12:15 to 14:00
    EXPECT_EQ(tally.queueing_by_hour[12], 45 * minute);
    EXPECT_EQ(tally.queueing_by_hour[13], hour);
    EXPECT_EQ(tally.queueing_by_hour[14], 0);
    EXPECT_EQ(tally.queueing, 105 * minute);
    StationTally overnight;
    overnight.visit({0, 9 * day, 0}, 23 * hour, 23 * hour + 2 * day + 2 * hour, hour);
    EXPECT_EQ(overnight.queueing_by_hour[22], 2 * hour);
    EXPECT_EQ(overnight.queueing_by_hour[23], 3 * hour);
    EXPECT_EQ(overnight.queueing_by_hour[0], 3 * hour);
}

struct Visit {
    Instant arrival;
    Instant start;
    Duration service;
};

std::vector<Visit> random_visits(std::size_t count) {
    test::Draws draws(5);
    std::vector<Visit> visits(count);
    for (Visit& visit : visits) {
        visit.arrival = static_cast<Instant>(draws.below(44 * hour));
        visit.start = visit.arrival +
                      (draws.below(3) == 0 ? 0 : static_cast<Duration>(1e7 * draws.exponential()));
        visit.service = 1 + static_cast<Duration>(draws.below(hour));
    }
    return visits;
}

StationTally tally_of(const std::vector<Visit>& visits, const Window& over) {
    StationTally tally;
    for (const Visit& visit : visits) {
        tally.visit(over, visit.arrival, visit.start, visit.service);
    }
    return tally;
}

TEST(StationTally, LittlesLawHoldsAlongThePath) {
    const auto visits = random_visits(400);
    // The number waiting as a path: it steps at every arrival and start.
    std::vector<std::pair<Instant, int>> steps;
    for (const Visit& visit : visits) {
        steps.emplace_back(visit.arrival, 1);
        steps.emplace_back(visit.start, -1);
    }
    std::sort(steps.begin(), steps.end());
    Duration integral = 0;
    std::int64_t waiting = 0;
    Instant before = 0;
    for (const auto& [time, change] : steps) {
        integral += waiting * window.overlap(before, time);
        waiting += change;
        before = time;
    }
    const StationTally tally = tally_of(visits, window);
    EXPECT_EQ(tally.queueing, integral);
    EXPECT_EQ(
        std::accumulate(tally.queueing_by_hour.begin(), tally.queueing_by_hour.end(), Duration{0}),
        integral);
    // Over a window that holds all of it, the integral is the sum of the waits: L T = W N.
    const StationTally whole = tally_of(visits, {0, 1000 * day, 0});
    EXPECT_EQ(whole.queueing, whole.wait);
    EXPECT_EQ(whole.served, 400);
}

TEST(StationTally, MergingIsTheUnion) {
    const auto visits = random_visits(300);
    StationTally all = tally_of(visits, window);
    all.busy = 30;
    all.rostered = 50;
    all.overtime = 7;
    StationTally merged = tally_of({visits.begin() + 100, visits.end()}, window);
    merged.busy = 10;
    merged.rostered = 20;
    merged.overtime = 3;
    StationTally rest = tally_of({visits.begin(), visits.begin() + 100}, window);
    rest.busy = 20;
    rest.rostered = 30;
    rest.overtime = 4;
    merged.merge(rest);
    EXPECT_EQ(merged.arrived, all.arrived);
    EXPECT_EQ(merged.served, all.served);
    EXPECT_EQ(merged.waited, all.waited);
    EXPECT_EQ(merged.wait, all.wait);
    EXPECT_EQ(merged.work, all.work);
    EXPECT_EQ(merged.busy, all.busy);
    EXPECT_EQ(merged.rostered, all.rostered);
    EXPECT_EQ(merged.overtime, all.overtime);
    EXPECT_EQ(merged.queueing, all.queueing);
    EXPECT_EQ(merged.queueing_by_hour, all.queueing_by_hour);
    EXPECT_EQ(merged.waits, all.waits);
}

}  // namespace
}  // namespace greenlane::kpi
