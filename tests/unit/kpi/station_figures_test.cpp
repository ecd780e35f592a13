#include "greenlane/kpi/station_figures.h"

#include "support/kpi_run.h"

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using test::KpiRun;
using test::released;

StationTally station(std::int64_t served, Duration wait) {
    StationTally tally;
    tally.served = served;
    tally.waited = served / 2;
    tally.wait = served * wait;
    tally.queueing = served * wait;
    tally.busy = 120 * hour;
    tally.rostered = 240 * hour;
    tally.waits.add(wait, static_cast<std::uint64_t>(served));
    return tally;
}

TEST(StationFigures, OverReplications) {
    std::array<KpiRun, 2> runs;
    runs[0].stations = {station(100, 2 * hour), StationTally()};
    runs[1].stations = {station(300, 4 * hour), StationTally()};
    const std::array observations{Observation{&runs[0].tally, runs[0].stations, {}, {}},
                                  Observation{&runs[1].tally, runs[1].stations, {}, {}}};
    const auto figures = station_figures(observations);
    ASSERT_EQ(figures.size(), 2);
    EXPECT_EQ(figures[0].served, 400);
    EXPECT_EQ(figures[0].utilisation->mean, 0.5);
    EXPECT_EQ(figures[0].mean_wait_h->mean, 3);
    EXPECT_EQ(figures[0].mean_wait_h->n, 2);
    EXPECT_EQ(figures[0].share_waiting->mean, 0.5);
    // 200 and 1,200 hours of waiting over ten days
    EXPECT_NEAR(figures[0].mean_queue->mean, (200.0 + 1200) / 2 / 240, 1e-12);
    EXPECT_NEAR(figures[0].wait_p90_h->mean, 3, 0.02);
    EXPECT_NEAR(figures[0].wait_p95_h->mean, 3, 0.02);
    EXPECT_GE(figures[0].mean_wait_h->interval->low, 0);
    EXPECT_EQ(figures[1].served, 0);
    EXPECT_EQ(figures[1].utilisation, std::nullopt);
    EXPECT_EQ(figures[1].mean_wait_h, std::nullopt);
    EXPECT_EQ(figures[1].share_waiting, std::nullopt);
    EXPECT_EQ(figures[1].mean_queue->mean, 0);
    EXPECT_EQ(figures[1].wait_p90_h, std::nullopt);
    EXPECT_TRUE(station_figures({}).empty());
}

TEST(LaneFigures, OverReplications) {
    std::array<KpiRun, 2> runs;
    const auto lodge = [](KpiRun& run, Lane lane, double hours) {
        Passage passage = released(hour, {0, 0, 0, 0, hours});
        passage.lane = lane;
        run.add(passage);
    };
    lodge(runs[0], Lane::green, 1);
    lodge(runs[0], Lane::red, 10);
    for (int i = 0; i < 3; ++i) {
        lodge(runs[1], Lane::green, 3);
    }
    lodge(runs[1], Lane::red, 30);
    const std::array observations{Observation{&runs[0].tally, {}, {}, {}},
                                  Observation{&runs[1].tally, {}, {}, {}}};
    const auto figures = lane_figures(observations);
    const LaneFigures& red = figures[static_cast<std::size_t>(Lane::red)];
    EXPECT_EQ(red.share->mean, 0.375);
    EXPECT_EQ(red.clearance_time_h->mean, 20);
    EXPECT_NEAR(red.p50_h->mean, 20, 0.1);
    EXPECT_NEAR(red.p90_h->mean, 20, 0.1);
    EXPECT_NEAR(red.p95_h->mean, 20, 0.1);
    EXPECT_EQ(figures[static_cast<std::size_t>(Lane::green)].clearance_time_h->mean, 2);
    const LaneFigures& blue = figures[static_cast<std::size_t>(Lane::blue)];
    EXPECT_EQ(blue.share->mean, 0);
    EXPECT_EQ(blue.clearance_time_h, std::nullopt);
    EXPECT_EQ(blue.p50_h, std::nullopt);
}

}  // namespace
}  // namespace greenlane::kpi
