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
    // Two weeks, 32 a Monday at 10:00 and 10:30, 16 on every other day at 23:00, one hour east.
    std::vector<Instant> lodged;
    for (Instant at = monday; at < monday + 14 * day; at += day) {
        const bool is_monday = weekday(day_of(at)) == 0;
        lodged.insert(lodged.end(), 16, at + (is_monday ? 9 : 22) * hour);
        if (is_monday) {
            lodged.insert(lodged.end(), 16, at + 9 * hour + 30 * minute);
        }
    }
    const ArrivalFit fit = fit_arrivals(lodged, hour, true);
    EXPECT_EQ(fit.declarations, 256);
    EXPECT_EQ(fit.days, 14);
    EXPECT_EQ(fit.first, monday + 10 * hour);
    EXPECT_EQ(fit.last, monday + 13 * day + 23 * hour);
    EXPECT_DOUBLE_EQ(fit.per_hour.value, 16 * 8.0 / 7 / 24);
    EXPECT_DOUBLE_EQ(fit.per_hour.sd_log, 0.25 / 4);
    ASSERT_EQ(fit.day_of_week.size(), 7u);
    EXPECT_DOUBLE_EQ(fit.day_of_week[0].value, 0.25);
    EXPECT_DOUBLE_EQ(fit.day_of_week[0].sd_log, 0.5 / 4);
    EXPECT_DOUBLE_EQ(fit.day_of_week[6].value, 0.125);
    ASSERT_EQ(fit.hour_of_day.size(), 24u);
    EXPECT_DOUBLE_EQ(fit.hour_of_day[10].value, 0.25);
    EXPECT_DOUBLE_EQ(fit.hour_of_day[23].value, 0.75);
    EXPECT_EQ(fit.hour_of_day[0].value, 0);
    EXPECT_EQ(fit.hour_of_day[0].sd_log, 0);
    EXPECT_EQ(fit.dispersion->value, 0);
    EXPECT_NEAR(fit.trend->growth, 0, 1e-12);
    EXPECT_DOUBLE_EQ(fit.together, 15.0 / 16);
}

TEST(ArrivalFit, SaysNothingOfWhatTheRecordsLack) {
    const ArrivalFit dates = fit_arrivals(poisson(port(), 21 * day, 1), 0, false);
    EXPECT_TRUE(dates.hour_of_day.empty());
    EXPECT_EQ(dates.day_of_week.size(), 7u);
    const ArrivalFit week = fit_arrivals(poisson(port(), 7 * day, 1), 0, true);
    EXPECT_TRUE(week.day_of_week.empty());
    EXPECT_FALSE(week.dispersion || week.trend);
    EXPECT_EQ(week.hour_of_day.size(), 24u);
    EXPECT_FALSE(week.keeps_weekdays);
}

TEST(ArrivalFit, TakesNoSharesFromFewDeclarations) {
    const std::vector<Instant> flow = poisson(port(), 140 * day, 1);
    const auto some = [&](std::size_t size) {
        std::vector<Instant> lodged;
        for (std::size_t i = 0; i < size; ++i) {
            lodged.push_back(flow[i * flow.size() / size]);
        }
        return fit_arrivals(lodged, 0, true, port().day_of_week.value);
    };
    EXPECT_FALSE(some(29).is_fitted());
    EXPECT_TRUE(some(30).is_fitted());
    EXPECT_TRUE(some(69).day_of_week.empty());
    EXPECT_TRUE(some(69).keeps_weekdays);
    EXPECT_EQ(some(70).day_of_week.size(), 7u);
    EXPECT_TRUE(some(239).hour_of_day.empty());
    EXPECT_EQ(some(240).hour_of_day.size(), 24u);
}

TEST(ArrivalFit, AllowsForTheWeekdaysOfAShortPeriod) {
    // Monday and Tuesday have 0.37 of a week's declarations; the shares are given as percentages.
    std::vector<double> shares = port().day_of_week.value;
    for (double& share : shares) {
        share *= 100;
    }
    const std::vector<Instant> lodged = poisson(port(), 2 * day, 6);
    const ArrivalFit kept = fit_arrivals(lodged, 0, true, shares);
    EXPECT_TRUE(kept.keeps_weekdays);
    EXPECT_DOUBLE_EQ(kept.per_hour.value, static_cast<double>(lodged.size()) / (0.37 * 7 * 24));
    EXPECT_DOUBLE_EQ(fit_arrivals(lodged, 0, true).per_hour.value,
                     static_cast<double>(lodged.size()) / 48);
    // 95 % intervals of the mean of a week, 400 repetitions, z = 3.29.
    int covered = 0;
    for (std::uint64_t r = 0; r < 400; ++r) {
        const Estimate rate =
            fit_arrivals(poisson(port(), 4 * day, 100 + r), 0, true, shares).per_hour;
        covered += std::abs(std::log(rate.value / 18)) < 1.96 * rate.sd_log;
    }
    EXPECT_NEAR(covered / 400.0, 0.95, z * std::sqrt(0.95 * 0.05 / 400));
    // Shares by which nothing would have come on these days cannot stay.
    const ArrivalFit dropped =
        fit_arrivals(lodged, 0, true, std::vector<double>{0, 0, 1, 1, 1, 1, 1});
    EXPECT_FALSE(dropped.keeps_weekdays);
    EXPECT_DOUBLE_EQ(dropped.per_hour.value, static_cast<double>(lodged.size()) / 48);
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
