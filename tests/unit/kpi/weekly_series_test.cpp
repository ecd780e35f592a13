#include "greenlane/kpi/weekly_series.h"

#include "greenlane/core/contract.h"

#include "support/kpi_run.h"

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using test::KpiRun;
using test::released;

/// One shipment a day for ten days; that of day d is cleared in d hours.
KpiRun rising() {
    KpiRun run;
    for (int d = 0; d < 10; ++d) {
        const double hours = d;
        run.add(released(d * day + hour, {0, 0, 0, 0, hours}));
    }
    return run;
}

Series series_of(const KpiRun& run, std::string_view id, std::size_t days) {
    return weekly_series(run.tally, days, run.settings.assumptions).at(kpi_index(id));
}

TEST(WeeklySeries, HoldTheWeekThatBeginsWithTheDay) {
    const KpiRun run = rising();
    EXPECT_THAT(series_of(run, "clearance.time", 10), testing::ElementsAre(3., 4., 5., 6.));
    EXPECT_THAT(series_of(run, "clearance.time", 8), testing::ElementsAre(3., 4.));
    EXPECT_THAT(series_of(run, "clearance.time", 6), testing::IsEmpty());
}

TEST(WeeklySeries, AreRatiosOfTheSumsOfAWeek) {
    KpiRun run = rising();
    run.add(released(9 * day, {0, 0, 0, 0, 9}));
    run.add(released(9 * day, {0, 0, 0, 0, 10}));
    EXPECT_THAT(series_of(run, "clearance.time", 10), testing::ElementsAre(3., 4., 5., 61. / 9));
}

TEST(WeeklySeries, LeaveTotalsAndQuantilesOut) {
    const KpiRun run = rising();
    for (const char* id : {"clearance.time.p90", "environment.co2", "release.detention_time"}) {
        EXPECT_THAT(series_of(run, id, 10), testing::IsEmpty()) << id;
    }
    EXPECT_THAT(series_of(run, "targeting.hit_rate", 10), testing::Each(std::nullopt));
    EXPECT_THROW(series_of(run, "clearance.time", 11), ContractViolation);
}

}  // namespace
}  // namespace greenlane::kpi
