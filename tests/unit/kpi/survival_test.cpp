#include "greenlane/kpi/survival.h"

#include "support/draws.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

struct Case {
    Duration duration;
    Ending ending;
};
constexpr Ending observed = Ending::observed;
constexpr Ending censored = Ending::censored;

Survival of(const std::vector<Case>& cases) {
    Survival survival;
    for (const Case& each : cases) {
        survival.add(each.duration, each.ending);
    }
    return survival;
}

/// The estimate at `time` by its definition: a factor per distinct end at or before it, each
/// counted through all cases.
double defined_survival(const std::vector<Case>& cases, Duration time) {
    double survival = 1;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const Duration end = cases[i].duration;
        const auto same_end = [end](const Case& each) {
            return each.ending == observed && each.duration == end;
        };
        if (cases[i].ending == censored || end > time ||
            std::any_of(cases.begin(), cases.begin() + static_cast<std::ptrdiff_t>(i), same_end)) {
            continue;
        }
        const auto ended = std::count_if(cases.begin(), cases.end(), same_end);
        const auto at_risk = std::count_if(
            cases.begin(), cases.end(), [end](const Case& each) { return each.duration >= end; });
        survival *= 1 - static_cast<double>(ended) / static_cast<double>(at_risk);
    }
    return survival;
}

std::vector<Case> random_cases(test::Draws& draws, std::size_t size, double mean) {
    std::vector<Case> cases(size);
    for (Case& each : cases) {
        const auto end = static_cast<Duration>(mean * draws.exponential());
        const auto stop = static_cast<Duration>(2 * mean * draws.exponential());
        each = {std::min(end, stop), end <= stop ? observed : censored};
    }
    return cases;
}

// Remission of 21 patients on 6-MP (Freireich et al. 1963), the textbook example of Kaplan and
// Meier.
const std::vector<Case> remission{
    {6, observed},  {6, observed},  {6, observed},  {6, censored},  {7, observed},  {9, censored},
    {10, observed}, {10, censored}, {11, censored}, {13, observed}, {16, observed}, {17, censored},
    {19, censored}, {20, censored}, {22, observed}, {23, observed}, {25, censored}, {32, censored},
    {32, censored}, {34, censored}, {35, censored}};

TEST(Survival, MatchesTheTextbook) {
    const auto steps = of(remission).steps();
    const std::vector<std::tuple<Duration, std::uint64_t, double>> expected{
        {6, 21, 0.8571},  {7, 17, 0.8067}, {10, 15, 0.7529}, {13, 12, 0.6902},
        {16, 11, 0.6275}, {22, 7, 0.5378}, {23, 6, 0.4482}};
    ASSERT_EQ(steps.size(), expected.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        EXPECT_EQ(steps[i].time, std::get<0>(expected[i]));
        EXPECT_EQ(steps[i].at_risk, std::get<1>(expected[i]));
        EXPECT_NEAR(steps[i].survival, std::get<2>(expected[i]), 5e-5);
    }
    EXPECT_EQ(steps[0].ended, 3);
    EXPECT_EQ(of(remission).median(), 23);
    // 6 + 6/7 + ... by hand, up to 35 weeks: 23.29 (R: survfit rmean, se 2.83)
    EXPECT_NEAR(*of(remission).restricted_mean(35), 23.287, 5e-4);
    EXPECT_NEAR(*of(remission).restricted_mean(10), 6 + 6.0 / 7 + 3 * (6.0 / 7) * (16.0 / 17),
                1e-12);
}

TEST(Survival, WithoutCensoringIsTheEmpiricalDistribution) {
    test::Draws draws(1);
    std::vector<Case> cases;
    double sum = 0;
    double limited = 0;
    for (int i = 0; i < 101; ++i) {
        const auto duration = static_cast<Duration>(draws.below(250));
        cases.push_back({duration, observed});
        sum += static_cast<double>(duration);
        limited += static_cast<double>(std::min<Duration>(duration, 90));
    }
    const Survival survival = of(cases);
    EXPECT_EQ(survival.median(), survival.observed().quantile(0.5));
    EXPECT_NEAR(*survival.restricted_mean(1000), sum / 101, 1e-10);
    EXPECT_NEAR(*survival.restricted_mean(90), limited / 101, 1e-10);
    EXPECT_EQ(survival.restricted_mean(0), 0);
}

TEST(Survival, MatchesItsDefinitionWhereBinsAreExact) {
    test::Draws draws(2);
    for (const std::size_t size : {1, 2, 5, 20, 150}) {
        for (int round = 0; round < 20; ++round) {
            auto cases = random_cases(draws, size, 20);
            const Survival survival = of(cases);
            for (const auto& step : survival.steps()) {
                EXPECT_NEAR(step.survival, defined_survival(cases, step.time), 1e-12);
            }
            std::optional<Duration> median;
            double area = 0;
            for (Duration time = 0; time < 256; ++time) {
                const double share = defined_survival(cases, time);
                median = !median && share <= 0.5 + 1e-9 ? std::optional(time) : median;
                area += time < 15 ? share : 0;
            }
            EXPECT_EQ(survival.median(), median);
            const auto longest = std::max_element(
                cases.begin(), cases.end(),
                [](const Case& a, const Case& b) { return a.duration < b.duration; });
            const bool known = longest->duration >= 15 || defined_survival(cases, 15) == 0;
            const auto mean = survival.restricted_mean(15);
            ASSERT_EQ(mean.has_value(), known);
            EXPECT_NEAR(mean.value_or(area), area, 1e-11);
        }
    }
}

TEST(Survival, StaysWithinTheBinErrorOnLongDurations) {
    test::Draws draws(3);
    const auto cases = random_cases(draws, 500, 3 * day);
    const Survival survival = of(cases);
    double area = 0;
    constexpr Duration step = hour / 2;
    for (Duration time = step / 2; time < 3 * day; time += step) {
        area += defined_survival(cases, time) * static_cast<double>(step);
    }
    EXPECT_NEAR(*survival.restricted_mean(3 * day) / area, 1, Histogram::relative_error);
    const auto median = static_cast<double>(*survival.median());
    EXPECT_GT(defined_survival(cases, static_cast<Duration>(median * 0.996)), 0.5);
    EXPECT_LT(defined_survival(cases, static_cast<Duration>(median * 1.004)), 0.5);
}

TEST(Survival, AnEndComesBeforeACensoringAtTheSameTime) {
    const Survival survival = of({{10, censored}, {10, observed}});
    ASSERT_EQ(survival.steps().size(), 1);
    EXPECT_EQ(survival.steps()[0].at_risk, 2);
    EXPECT_EQ(survival.median(), 10);
}

TEST(Survival, MedianIsUndefinedWhileMoreThanHalfAreOpen) {
    EXPECT_EQ(of({{5, observed}, {9, censored}, {9, censored}}).median(), std::nullopt);
    EXPECT_EQ(of({{5, observed}, {6, observed}, {9, censored}}).median(), 6);
    EXPECT_EQ(Survival().median(), std::nullopt);
    // 23/24 * 22/23 * ... * 12/13 is a half, but 0.5000000000000001 in doubles
    std::vector<Case> many;
    for (Duration time = 1; time <= 24; ++time) {
        many.push_back({time, time <= 12 ? observed : censored});
    }
    ASSERT_GT(of(many).steps().back().survival, 0.5);
    EXPECT_EQ(of(many).median(), 12);
}

TEST(Survival, RestrictedMeanIsUndefinedPastTheLastObservation) {
    const Survival open = of({{5, observed}, {20, censored}});
    EXPECT_NEAR(*open.restricted_mean(20), 5 + 0.5 * 15, 1e-12);
    EXPECT_EQ(open.restricted_mean(21), std::nullopt);
    EXPECT_NEAR(*of({{20, censored}, {25, observed}}).restricted_mean(1000), 25, 1e-12);
    EXPECT_EQ(Survival().restricted_mean(10), std::nullopt);
    // observed for as long as the limit, though the middle of its bin lies below
    const Duration limit = of({{30 * day, censored}}).censored().bins()[0].high;
    const Survival watched = of({{5, observed}, {limit, censored}});
    ASSERT_LT(watched.censored().bins()[0].middle(), limit);
    EXPECT_TRUE(watched.restricted_mean(limit));
}

TEST(Survival, MergingIsTheUnion) {
    test::Draws draws(4);
    const auto cases = random_cases(draws, 300, 1e6);
    Survival merged;
    const auto third = cases.begin() + 100;
    merged.merge(of({third, cases.end()}));
    merged.merge(of({cases.begin(), third}));
    EXPECT_EQ(merged, of(cases));
    EXPECT_EQ(Survival(merged.observed(), merged.censored()), merged);
}

}  // namespace
}  // namespace greenlane::kpi
