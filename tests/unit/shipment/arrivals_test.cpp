#include "greenlane/shipment/arrivals.h"

#include "greenlane/core/calendar.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::shipment {
namespace {

using random::LawDefinition;
using random::make_key;
using random::Parameter;

// 2026-01-05 is a Monday.
const Instant monday = *parse_instant("2026-01-05");
// 99.9 %, two-sided. The draws are fixed, so a test passes always or never.
constexpr double z999 = 3.29;

ArrivalsDefinition poisson(double per_hour) {
    ArrivalsDefinition definition;
    definition.per_hour = Located<double>{per_hour, {}};
    return definition;
}

std::vector<Instant> all(const Arrivals& arrivals, random::Key key, std::size_t block = 4096) {
    ArrivalSequence sequence(arrivals, key);
    std::vector<Instant> lodged;
    std::vector<Instant> buffer(block);
    for (std::size_t count = block; count == block;) {
        count = sequence.next(buffer);
        lodged.insert(lodged.end(), buffer.begin(), buffer.begin() + static_cast<long>(count));
    }
    return lodged;
}

// For example law("geometric", {{&LawDefinition::mean, 4}}, false).
LawDefinition law(
    std::string name,
    std::vector<std::pair<std::optional<Located<Parameter>> LawDefinition::*, double>> parameters,
    bool of_times) {
    LawDefinition definition;
    definition.distribution.value = std::move(name);
    for (const auto& [parameter, value] : parameters) {
        definition.*parameter =
            Located<Parameter>{{value, of_times && parameter != &LawDefinition::shape}, {}};
    }
    return definition;
}
LawDefinition geometric(double mean) {
    return law("geometric", {{&LawDefinition::mean, mean}}, false);
}
LawDefinition deterministic(double value, bool of_times) {
    return law("deterministic", {{&LawDefinition::value, value}}, of_times);
}

double z_of_count(double count, double expected) {
    return (count - expected) / std::sqrt(expected);
}

// lambda(t) = 30 + 20 sin(2 pi t / 24 h), of validation_values.json, nhpp_sin_counts.
ArrivalsDefinition sinusoidal() {
    ArrivalsDefinition definition = poisson(30);
    definition.swing = {{{2.0 / 3.0, {}}, {24 * hour, {}}, monday + 6 * hour}};
    return definition;
}
struct Window {
    int from;
    int to;
    double expected;
};
constexpr Window windows[] = {{0, 6, 256.3943726841097},
                              {6, 12, 256.3943726841098},
                              {12, 18, 103.60562731589025},
                              {18, 24, 103.60562731589022},
                              {7, 9, 94.24666038011898}};

TEST(Arrivals, ExpectsWhatTheSinusoidHolds) {
    const Arrivals arrivals(sinusoidal(), {monday, 10 * day, 0});
    for (const Window& window : windows) {
        for (const int on_day : {0, 9}) {
            const Instant from = monday + on_day * day + window.from * hour;
            const Instant to = monday + on_day * day + window.to * hour;
            // Ends of windows lie within pieces: a quarter of a millisecond at each end.
            EXPECT_NEAR(arrivals.expected(from, to), window.expected, 50.0 / hour);
        }
    }
    EXPECT_NEAR(arrivals.expected(monday, monday + 10 * day), 7200, 1e-8);
}

TEST(Arrivals, InvertsTheSinusoidToAQuarterOfAMillisecond) {
    const Arrivals arrivals(sinusoidal(), {monday, day, 0});
    double worst = 0;
    for (Duration t = 0; t < day; t += 9973) {
        const double hours = static_cast<double>(t) / hour;
        const double angle = 2 * std::numbers::pi * hours / 24;
        const double exact = 30 * hours + 20 * 24 / (2 * std::numbers::pi) * (1 - std::cos(angle));
        worst = std::max(worst, std::abs(arrivals.expected(monday, monday + t) - exact));
    }
    EXPECT_LT(worst, 30 * 0.25 / hour);
    EXPECT_GT(worst, 30 * 0.01 / hour);  // the bound is used, not missed by orders
}

TEST(Arrivals, ComeWhereTheCumulativeRateReachesTheirUnitExponentialSums) {
    const random::Key key = make_key(9, 1);
    const std::vector<Instant> lodged = all(Arrivals(sinusoidal(), {monday, day, 0}), key);
    double sum = 0;
    double worst = 0;
    for (std::size_t n = 0; n < lodged.size(); ++n) {
        sum -= std::log(random::uniform(random::draw(key, n, {random::Purpose::arrival}).first));
        const double hours = static_cast<double>(lodged[n] - monday) / hour;
        const double angle = 2 * std::numbers::pi * hours / 24;
        const double rate = 30 + 20 * std::sin(angle);
        const double cumulative =
            30 * hours + 20 * 24 / (2 * std::numbers::pi) * (1 - std::cos(angle));
        worst = std::max(worst, std::abs(cumulative - sum) / rate * hour);
    }
    // Half a millisecond of rounding, a quarter of inversion at the mean rate, three times less
    // than which is the lowest.
    EXPECT_GT(lodged.size(), 500u);
    EXPECT_LT(worst, 0.5 + 0.75);
}

TEST(Arrivals, CountsOfASinusoidalRateArePoissonPerWindow) {
    const Arrivals arrivals(sinusoidal(), {monday, 25 * day, 0});
    constexpr int replications = 160;
    std::array<double, std::size(windows)> total{};
    std::array<double, std::size(windows)> dispersion{};
    for (std::uint64_t r = 0; r < replications; ++r) {
        const std::vector<Instant> lodged = all(arrivals, make_key(7, r));
        for (int d = 0; d < 25; ++d) {
            for (std::size_t w = 0; w < std::size(windows); ++w) {
                const Instant midnight = monday + d * day;
                const auto begin =
                    std::ranges::lower_bound(lodged, midnight + windows[w].from * hour);
                const auto end =
                    std::lower_bound(begin, lodged.end(), midnight + windows[w].to * hour);
                const double z = z_of_count(static_cast<double>(end - begin), windows[w].expected);
                total[w] += static_cast<double>(end - begin);
                dispersion[w] += z * z;
            }
        }
    }
    for (std::size_t w = 0; w < std::size(windows); ++w) {
        constexpr double n = replications * 25;
        EXPECT_LT(std::abs(z_of_count(total[w], n * windows[w].expected)), z999) << w;
        // Variance of a chi-square with n degrees of freedom: 2 n.
        EXPECT_LT(std::abs(dispersion[w] - n) / std::sqrt(2 * n), z999) << w;
    }
}

TEST(Arrivals, AConstantRateHasExponentialGaps) {
    const Arrivals arrivals(poisson(60), {monday, 200 * day, 0});
    const std::vector<Instant> lodged = all(arrivals, make_key(1, 0));
    const double expected = 200 * 24 * 60.0;
    EXPECT_LT(std::abs(z_of_count(static_cast<double>(lodged.size()), expected)), z999);
    // The share of gaps above the mean is 1/e, above three means e^-3.
    for (const double means : {1.0, 3.0}) {
        const auto n = static_cast<double>(lodged.size());
        double longer = 0;
        Instant last = monday;
        for (const Instant instant : lodged) {
            longer += static_cast<double>(instant - last) > means * minute;
            last = instant;
        }
        const double share = std::exp(-means);
        EXPECT_LT(std::abs(longer - n * share) / std::sqrt(n * share * (1 - share)), z999);
    }
}

TEST(Arrivals, AreSortedWithinTheHorizonAndTheSameInBlocksOfAnySize) {
    ArrivalsDefinition batched = sinusoidal();
    batched.batch = geometric(2.5);
    ArrivalsDefinition renewal;
    renewal.interval =
        law("gamma", {{&LawDefinition::mean, 90 * second}, {&LawDefinition::shape, 2}}, true);
    for (const ArrivalsDefinition& definition : {poisson(100), sinusoidal(), batched, renewal}) {
        const Arrivals arrivals(definition, {monday + 1, 5 * day, 0});
        const std::vector<Instant> whole = all(arrivals, make_key(3, 4));
        EXPECT_TRUE(std::ranges::is_sorted(whole));
        EXPECT_GE(whole.front(), monday + 1);
        EXPECT_LT(whole.back(), monday + 1 + 5 * day);
        EXPECT_GT(whole.size(), 3000u);
        EXPECT_EQ(all(arrivals, make_key(3, 4), 1), whole);
        EXPECT_EQ(all(arrivals, make_key(3, 4), 1023), whole);
        EXPECT_NE(all(arrivals, make_key(3, 5)), whole);
    }
}

TEST(Arrivals, ALongerHorizonAddsLaterArrivalsOnly) {
    const Arrivals brief(sinusoidal(), {monday, 3 * day, 0});
    const Arrivals lasting(sinusoidal(), {monday, 30 * day, 0});
    const std::vector<Instant> first = all(brief, make_key(5, 0));
    const std::vector<Instant> more = all(lasting, make_key(5, 0));
    ASSERT_LT(first.size(), more.size());
    EXPECT_TRUE(std::equal(first.begin(), first.end(), more.begin()));
    EXPECT_GE(more[first.size()], monday + 3 * day);
}

TEST(Arrivals, FollowHourAndDaySharesInLocalTime) {
    ArrivalsDefinition definition = poisson(50);
    definition.hour_of_day.value.assign(24, 0.0);
    definition.hour_of_day.value[8] = 3;
    definition.hour_of_day.value[9] = 1;
    definition.day_of_week.value = {4, 2, 2, 2, 2, 2, 0};
    constexpr Duration offset = 5 * hour + 30 * minute;
    const Arrivals arrivals(definition, {monday, 52 * 7 * day, offset});
    std::array<double, 24> hours{};
    std::array<double, 7> days{};
    double total = 0;
    for (const Instant instant : all(arrivals, make_key(11, 2))) {
        const Instant local = instant + offset;
        ++hours[static_cast<std::size_t>(time_of_day(local) / hour)];
        ++days[static_cast<std::size_t>(weekday(day_of(local)))];
        ++total;
    }
    const double expected = 52 * 7 * 24 * 50.0;
    EXPECT_NEAR(arrivals.expected(monday, monday + 52 * 7 * day), expected, 1e-6);
    EXPECT_LT(std::abs(z_of_count(total, expected)), z999);
    EXPECT_EQ(hours[8] + hours[9], total);
    EXPECT_LT(std::abs(z_of_count(hours[9], expected / 4)), z999);
    EXPECT_LT(std::abs(z_of_count(days[0], expected * 4 / 14)), z999);
    EXPECT_LT(std::abs(z_of_count(days[5], expected * 2 / 14)), z999);
    EXPECT_EQ(days[6], 0);
}

TEST(Arrivals, SwingOverTheYearOnTopOfTheWeek) {
    ArrivalsDefinition definition = poisson(20);
    definition.day_of_week.value = {1, 1, 1, 1, 1, 0.5, 0.5};
    const Instant november = *parse_instant("2025-11-15");
    definition.swing = {{{0.12, {}}, {365 * day, {}}, november}};
    const Arrivals arrivals(definition, {monday, 365 * day, 0});
    const auto week_from = [&](const char* date) {
        const Instant from = *parse_instant(date);
        return arrivals.expected(from, from + 7 * day) / (20 * 168.0);
    };
    EXPECT_NEAR(week_from("2026-11-12"), 1.12, 1e-3);
    EXPECT_NEAR(week_from("2026-05-14"), 0.88, 1e-3);
    EXPECT_NEAR(week_from("2026-08-13"), 1.0, 1e-2);
}

TEST(Arrivals, ABatchIsLodgedAtOnce) {
    ArrivalsDefinition definition = poisson(30);
    definition.batch = geometric(4);
    const Arrivals arrivals(definition, {monday, 400 * day, 0});
    const std::vector<Instant> lodged = all(arrivals, make_key(2, 0));
    std::array<double, 4> sizes{};  // 1, 2, 3, more
    double batches = 0;
    for (std::size_t i = 0; i < lodged.size();) {
        std::size_t size = 1;
        while (i + size < lodged.size() && lodged[i + size] == lodged[i]) {
            ++size;
        }
        ++sizes[std::min<std::size_t>(size, 4) - 1];
        ++batches;
        i += size;
    }
    EXPECT_LT(std::abs(z_of_count(batches, 400 * 24 * 30.0)), z999);
    for (std::size_t k = 0; k < 3; ++k) {
        const double share = std::pow(0.75, static_cast<double>(k)) / 4;
        EXPECT_LT(std::abs(sizes[k] - batches * share) / std::sqrt(batches * share * (1 - share)),
                  z999)
            << k;
    }
    EXPECT_NEAR(arrivals.expected(monday, monday + day), 4 * 30 * 24.0, 1e-6);
}

TEST(Arrivals, BatchSizesAreRoundedAndAtLeastOne) {
    ArrivalsDefinition definition = poisson(10);
    definition.batch = deterministic(0.2, false);
    const Arrivals single(definition, {monday, 30 * day, 0});
    EXPECT_EQ(all(single, make_key(1, 1)),
              all(Arrivals(poisson(10), {monday, 30 * day, 0}), make_key(1, 1)));
    definition.batch = deterministic(2.6, false);
    EXPECT_EQ(all(Arrivals(definition, {monday, 30 * day, 0}), make_key(1, 1)).size(),
              3 * all(single, make_key(1, 1)).size());
}

TEST(Arrivals, ADeterministicIntervalIsATimetable) {
    ArrivalsDefinition definition;
    definition.interval = deterministic(2500.4, true);
    const Arrivals arrivals(definition, {monday, 10 * second, 0});
    EXPECT_THAT(all(arrivals, make_key(1, 0)),
                testing::ElementsAre(monday + 2500, monday + 5001, monday + 7501));
    EXPECT_NEAR(arrivals.expected(monday, monday + 5 * second), 5000 / 2500.4, 1e-12);
}

TEST(Arrivals, AnEmptyHorizonHasNone) {
    EXPECT_TRUE(all(Arrivals(sinusoidal(), {monday, 0, 0}), make_key(1, 0)).empty());
}

std::vector<std::string> mistakes(const ArrivalsDefinition& definition) {
    Diagnostics diagnostics;
    check(definition, diagnostics);
    std::vector<std::string> lines;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        lines.push_back(std::to_string(diagnostic.position.line) + ": " + diagnostic.message);
    }
    return lines;
}

TEST(ArrivalsCheck, PassesWhatIsRight) {
    ArrivalsDefinition definition = sinusoidal();
    definition.hour_of_day.value.assign(24, 1.0);
    EXPECT_THAT(mistakes(definition), testing::IsEmpty());
}

TEST(ArrivalsCheck, ReportsEveryMistakeWithItsPlace) {
    ArrivalsDefinition definition;
    definition.per_hour = Located<double>{0, {nullptr, 2, 1}};
    definition.hour_of_day = {{1, 2, 3}, {nullptr, 3, 1}};
    definition.day_of_week = {{1, 1, 1, 1, 1, 1, -1}, {nullptr, 4, 1}};
    definition.swing = {{{1.5, {nullptr, 5, 1}}, {minute, {nullptr, 6, 1}}, 0}};
    definition.interval = deterministic(0, true);
    definition.interval->position.line = 7;
    EXPECT_THAT(mistakes(definition),
                testing::ElementsAre(
                    "3: hour_of_day has 3 shares, not 24",
                    "4: day_of_week holds a share that is negative or no number",
                    "5: amplitude is not between 0 and 1", "6: period is shorter than an hour",
                    "2: per_hour is not positive", "7: interval has the mean 0",
                    "7: arrivals with both per_hour and interval",
                    "7: a renewal process has no hour_of_day, day_of_week or swing"));
}

TEST(ArrivalsCheck, RefusesMoreArrivalsThanMillisecondsTellApart) {
    ArrivalsDefinition definition;
    definition.per_hour = Located<double>{1e9, {nullptr, 2, 1}};
    EXPECT_THAT(mistakes(definition), testing::IsEmpty());
    definition.per_hour->value = 1.1e9;
    EXPECT_THAT(mistakes(definition), testing::ElementsAre("2: more than 10^9 arrivals per hour"));
}

TEST(ArrivalsCheck, ReportsMissingRatesAndEmptyProfiles) {
    ArrivalsDefinition definition;
    definition.position.line = 1;
    definition.day_of_week = {{0, 0, 0, 0, 0, 0, 0}, {nullptr, 3, 1}};
    definition.swing = {{{0.7, {}}, {day, {}}, 0}, {{0.4, {nullptr, 4, 1}}, {day, {}}, 0}};
    EXPECT_THAT(
        mistakes(definition),
        testing::ElementsAre("3: day_of_week is zero throughout",
                             "4: amplitudes add up to more than 1: the rate would be negative",
                             "1: arrivals without a rate"));
}

}  // namespace
}  // namespace greenlane::shipment
