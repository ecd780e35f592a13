#include "greenlane/experiment/arrival_fit.h"

#include "greenlane/core/calendar.h"
#include "greenlane/shipment/arrivals.h"

#include <cmath>

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

const Instant monday = *parse_instant("2026-01-05");
constexpr double z = 3.29;

std::vector<Instant> poisson(const shipment::ArrivalsDefinition& definition, Duration duration,
                             std::uint64_t seed) {
    const shipment::Arrivals arrivals(definition, {monday, duration, 0});
    shipment::ArrivalSequence sequence(arrivals, random::make_key(seed, 0));
    std::vector<Instant> lodged;
    std::vector<Instant> block(1024);
    for (std::size_t size = block.size(); size == block.size();) {
        size = sequence.next(block);
        lodged.insert(lodged.end(), block.begin(),
                      block.begin() + static_cast<std::ptrdiff_t>(size));
    }
    return lodged;
}

shipment::ArrivalsDefinition port() {
    shipment::ArrivalsDefinition definition;
    definition.per_hour = {18, {}};
    for (int hour = 0; hour < 24; ++hour) {
        definition.hour_of_day.value.push_back(hour < 8 ? 0 : 1 + hour % 3);
    }
    definition.day_of_week.value = {0.19, 0.18, 0.17, 0.17, 0.16, 0.09, 0.04};
    return definition;
}

void expect_near(const Estimate& estimate, double truth) {
    EXPECT_LT(std::abs(std::log(estimate.value / truth)), z * estimate.sd_log);
}

TEST(ArrivalFit, CountsDaysWeekdaysAndHours) {
    // Two weeks, two a Monday at 10:00 and 10:30, one on every other day at 23:00, one hour east.
    std::vector<Instant> lodged;
    for (Instant at = monday; at < monday + 14 * day; at += day) {
        const bool is_monday = weekday(day_of(at)) == 0;
        lodged.push_back(at + (is_monday ? 9 : 22) * hour);
        if (is_monday) {
            lodged.push_back(at + 9 * hour + 30 * minute);
        }
    }
    const ArrivalFit fit = fit_arrivals(lodged, hour, true);
    EXPECT_EQ(fit.declarations, 16);
    EXPECT_EQ(fit.days, 14);
    EXPECT_EQ(fit.first_day, day_of(monday));
    EXPECT_DOUBLE_EQ(fit.per_hour.value, 8.0 / 7 / 24);
    EXPECT_DOUBLE_EQ(fit.per_hour.sd_log, 0.25);
    ASSERT_EQ(fit.day_of_week.size(), 7u);
    EXPECT_DOUBLE_EQ(fit.day_of_week[0].value, 0.25);
    EXPECT_DOUBLE_EQ(fit.day_of_week[0].sd_log, 0.5);
    EXPECT_DOUBLE_EQ(fit.day_of_week[6].value, 0.125);
    ASSERT_EQ(fit.hour_of_day.size(), 24u);
    EXPECT_DOUBLE_EQ(fit.hour_of_day[10].value, 0.25);
    EXPECT_DOUBLE_EQ(fit.hour_of_day[23].value, 0.75);
    EXPECT_EQ(fit.hour_of_day[0].value, 0);
    EXPECT_EQ(fit.hour_of_day[0].sd_log, 0);
    EXPECT_EQ(fit.dispersion->value, 0);
    EXPECT_NEAR(fit.trend->growth, 0, 1e-12);
    EXPECT_EQ(fit.together, 0);
}

TEST(ArrivalFit, SaysNothingOfWhatTheRecordsLack) {
    const ArrivalFit dates = fit_arrivals(poisson(port(), 21 * day, 1), 0, false);
    EXPECT_TRUE(dates.hour_of_day.empty());
    EXPECT_EQ(dates.day_of_week.size(), 7u);
    const ArrivalFit week = fit_arrivals(poisson(port(), 7 * day, 1), 0, true);
    EXPECT_TRUE(week.day_of_week.empty());
    EXPECT_FALSE(week.dispersion || week.trend);
    EXPECT_EQ(week.hour_of_day.size(), 24u);
}

TEST(ArrivalFit, FindsTheRateAndTheShares) {
    const shipment::ArrivalsDefinition truth = port();
    const ArrivalFit fit = fit_arrivals(poisson(truth, 140 * day, 4), 0, true);
    expect_near(fit.per_hour, 18);
    double hours = 0;
    for (const double share : truth.hour_of_day.value) {
        hours += share;
    }
    for (std::size_t w = 0; w < 7; ++w) {
        expect_near(fit.day_of_week[w], truth.day_of_week.value[w]);
    }
    for (std::size_t h = 8; h < 24; ++h) {
        expect_near(fit.hour_of_day[h], truth.hour_of_day.value[h] / hours);
    }
    EXPECT_FALSE(fit.is_overdispersed());
    EXPECT_LT(std::abs(fit.trend->z), z);
}

TEST(ArrivalFit, IntervalsOfTheRateCoverOfBatchesToo) {
    // 95 % intervals, 400 repetitions, z = 3.29. Batches of 5 on average make days differ more
    // than a Poisson flow's: the interval must have grown with them.
    constexpr int repetitions = 400;
    for (const double batch : {1.0, 5.0}) {
        shipment::ArrivalsDefinition truth = port();
        if (batch > 1) {
            random::LawDefinition& law = truth.batch.emplace();
            law.distribution.value = "geometric";
            law.mean = {{batch, false}, {}};
        }
        int covered = 0;
        for (std::uint64_t r = 0; r < repetitions; ++r) {
            const ArrivalFit fit = fit_arrivals(poisson(truth, 56 * day, 100 + r), 0, true);
            EXPECT_EQ(fit.is_overdispersed() && fit.dispersion->value > 3, batch > 1);
            covered +=
                std::abs(std::log(fit.per_hour.value / (18 * batch))) < 1.96 * fit.per_hour.sd_log;
        }
        EXPECT_NEAR(covered / double{repetitions}, 0.95, z * std::sqrt(0.95 * 0.05 / repetitions));
    }
}

TEST(ArrivalFit, SeesGrowthAndDeclarationsLodgedTogether) {
    shipment::ArrivalsDefinition truth = port();
    truth.swing.push_back({{0.3, {}}, {1000 * day, {}}, monday + 250 * day});
    const ArrivalFit rising = fit_arrivals(poisson(truth, 140 * day, 2), 0, true);
    EXPECT_GT(rising.trend->z, z);
    EXPECT_GT(rising.trend->growth, 0.03);
    truth.swing.clear();
    random::LawDefinition& law = truth.batch.emplace();
    law.distribution.value = "geometric";
    law.mean = {{4, false}, {}};
    EXPECT_NEAR(fit_arrivals(poisson(truth, 56 * day, 2), 0, true).together, 0.75, 0.01);
}

}  // namespace
}  // namespace greenlane::experiment
