#include "greenlane/kpi/batch_figures.h"

#include "support/draws.h"
#include "support/kpi_run.h"

#include <cmath>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using test::Draws;
using test::KpiRun;
using test::released;

constexpr double t_of_9 = 2.2621571627409915;

/// So many days from Monday, 2026-01-05, of shipments cleared in so many hours each.
class DailyRun {
public:
    explicit DailyRun(int days)
        : tally({test::window.begin, test::window.begin + days * day, 0}, 2 * day) {}

    void add(int on, double hours) { tally.add(released(on * day, {0, 0, 0, 0, hours}), nullptr); }
    BatchFigures figures() const { return batch_figures(tally, {}); }
    std::optional<BatchMeans> of(std::string_view id) const {
        return figures().by_kpi[kpi_index(id)];
    }

    Tally tally;
};

/// Hours of a shipment on a day, and how many there are.
double hours_on(int d) {
    return 1 + 5 * d % 9;
}
int shipments_on(int d) {
    return 2 + 3 * d % 4;
}

DailyRun uneven(int days) {
    DailyRun run(days);
    for (int d = 0; d < days; ++d) {
        for (int i = 0; i < shipments_on(d); ++i) {
            run.add(d, hours_on(d));
        }
    }
    return run;
}

TEST(BatchFigures, OfARatioComeFromItsResiduals) {
    constexpr int days = 140;
    const auto found = uneven(days).of("clearance.time");
    ASSERT_TRUE(found);
    double hours = 0;
    double shipments = 0;
    for (int d = 0; d < days; ++d) {
        hours += shipments_on(d) * hours_on(d);
        shipments += shipments_on(d);
    }
    const double ratio = hours / shipments;
    EXPECT_NEAR(found->mean, ratio, 1e-12);
    // The classical ratio estimator: ten batches of two weeks, residuals of their sums.
    double squares = 0;
    for (int batch = 0; batch < 10; ++batch) {
        double residual = 0;
        for (int d = 14 * batch; d < 14 * (batch + 1); ++d) {
            residual += shipments_on(d) * (hours_on(d) - ratio);
        }
        squares += residual * residual;
    }
    const double half = t_of_9 * std::sqrt(10.0 / 9 * squares) / shipments;
    EXPECT_NEAR(found->interval.high - ratio, half, 0.01 * half);  // the jackknife's second order
    EXPECT_NEAR(ratio - found->interval.low, half, 0.01 * half);
    EXPECT_EQ(found->degrees, 9);
}

TEST(BatchFigures, OfATotalAreThoseOfItsDays) {
    constexpr int days = 140;
    DailyRun run(days);
    Assumptions assumptions;
    assumptions.emissions.idling_kg_per_hour = {{1, 1, 1}};
    assumptions.emissions.engine_on_share = {{1, 1, 1}};
    assumptions.emissions.at_post_share = {{1, 1, 1}};
    std::vector<double> kilograms(days);
    for (int d = 0; d < days; ++d) {
        Passage passage = released(d * day, {0, 0, 0, 0, 20});
        passage.idle = static_cast<Duration>(hours_on(d)) * hour;
        run.tally.add(passage, nullptr);
        kilograms[static_cast<std::size_t>(d)] = hours_on(d);
    }
    const auto found =
        batch_figures(run.tally, assumptions).by_kpi[kpi_index("environment.co2.idling")];
    const auto expected = batch_means(kilograms, 14);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->mean, days * expected->mean, 1e-9);
    EXPECT_NEAR(found->interval.low, days * expected->interval.low, 1e-6);
    EXPECT_NEAR(found->interval.high, days * expected->interval.high, 1e-6);
}

TEST(BatchFigures, TakeWholeWeeksAndAtLeastTenBatchesWhereTheyCan) {
    const auto batch_days = [](int days) { return uneven(days).figures().batch_days; };
    EXPECT_EQ(batch_days(21), 7);
    EXPECT_EQ(batch_days(139), 7);
    EXPECT_EQ(batch_days(140), 14);
    EXPECT_EQ(batch_days(365), 35);
    EXPECT_EQ(uneven(20).of("clearance.time"), std::nullopt);
    EXPECT_TRUE(uneven(21).of("clearance.time"));
}

TEST(BatchFigures, AreNoneWhereDaysCannotTell) {
    const DailyRun run = uneven(70);
    EXPECT_EQ(run.of("clearance.time.p90"), std::nullopt) << "no sum";
    EXPECT_EQ(run.of("targeting.hit_rate"), std::nullopt) << "undefined";
    EXPECT_EQ(run.of("release.on_time"), std::nullopt) << "all days agree";
    DailyRun once(70);
    once.add(3, 5);
    EXPECT_EQ(once.of("clearance.time"), std::nullopt) << "all on one day";
}

/// A stationary series by day, a busier day having longer times: 95 % intervals of 1,000 runs of
/// 210 days, ten batches of 21; z = 3.29.
TEST(BatchFigures, CoverTheRatio) {
    constexpr int runs = 1000;
    constexpr double expected = 2 + 1.0 / 3;  // E[n (2 + load)] / E[n], n = 4 + 4 load
    Draws draws(31);
    int covered = 0;
    int warned = 0;
    for (int r = 0; r < runs; ++r) {
        DailyRun run(210);
        double last = draws.uniform();
        for (int d = 0; d < 210; ++d) {
            // One day in two is a copy of the day before: a correlation of 1/2.
            last = draws.uniform() < 0.5 ? last : (draws.uniform() < 0.5 ? 0 : 1);
            for (int i = 0; i < 4 + 4 * static_cast<int>(last); ++i) {
                run.add(d, 2 * draws.exponential() + 0.5 * last);
            }
        }
        const auto found = run.of("clearance.time");
        covered += found->interval.contains(expected);
        warned += found->too_short;
    }
    EXPECT_NEAR(covered / 1000.0, 0.95, 3.29 * std::sqrt(0.95 * 0.05 / runs) + 0.01);
    EXPECT_LT(warned, 150);
}

}  // namespace
}  // namespace greenlane::kpi
