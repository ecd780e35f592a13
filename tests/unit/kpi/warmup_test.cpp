#include "greenlane/kpi/warmup.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"
#include "support/reference_values.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

Series series_of(int length, const std::function<double(double)>& value) {
    Series series;
    for (int t = 1; t <= length; ++t) {
        series.emplace_back(value(t));
    }
    return series;
}

double wave(double t) {
    return 5 + std::sin(0.7 * t) + 0.5 * std::cos(0.31 * t);
}
double transient(double t) {
    return wave(t) + 8 * std::exp(-t / 60);
}
double trend(double t) {
    return 5 + 0.01 * t + std::sin(0.7 * t);
}

TEST(Mser5, CutsATransientAndNotAWave) {
    const WarmupCut cut = mser5(series_of(1000, transient));
    EXPECT_TRUE(cut.valid);
    EXPECT_EQ(cut.periods, 165);
    EXPECT_NEAR(cut.statistic, 0.0016122588562237767, 1e-14);
    EXPECT_NEAR(*cut.mean, 5.036330933117433, 1e-12);
    const WarmupCut steady = mser5(series_of(1000, wave));
    EXPECT_TRUE(steady.valid);
    EXPECT_EQ(steady.periods, 5);
    EXPECT_NEAR(steady.statistic, 0.0013306435875246765, 1e-14);
}

TEST(Mser5, MatchesTheReference) {
    const auto reference = test::comparison_case("oa_mser5");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    const auto& values = reference->at("values");
    const WarmupCut first = mser5(series_of(1000, transient));
    EXPECT_EQ(first.periods, values.at("s1_delete_obs").get<std::size_t>());
    EXPECT_NEAR(first.statistic, values.at("s1_stat").get<double>(), 1e-12);
    EXPECT_NEAR(*first.mean, values.at("s1_truncated_mean").get<double>(), 1e-12);
    const WarmupCut second = mser5(series_of(1000, wave));
    EXPECT_EQ(second.periods / 5, values.at("s2_delete_batches").get<std::size_t>());
    EXPECT_NEAR(second.statistic, values.at("s2_stat").get<double>(), 1e-12);
    const WarmupCut third = mser5(series_of(1000, trend));
    EXPECT_EQ(third.periods / 5, values.at("s3_delete_batches").get<std::size_t>());
    EXPECT_FALSE(third.valid);
}

TEST(Mser5, FindsNoSteadyStateInATrendWithNoise) {
    test::Draws draws(7);
    for (int run = 0; run < 50; ++run) {
        EXPECT_FALSE(
            mser5(series_of(1000, [&](double t) { return trend(t) + draws.normal(); })).valid);
    }
}

TEST(Mser5, LeavesOutPeriodsWithoutAValueButKeepsTheirPlace) {
    Series series = series_of(1000, transient);
    for (std::size_t t = 0; t < 5; ++t) {
        series[t] = std::nullopt;  // a whole batch
    }
    const WarmupCut cut = mser5(series);
    EXPECT_EQ(cut.periods, 165);
    EXPECT_EQ(mser5(Series(40)).valid, false);
    EXPECT_EQ(mser5(Series(40)).mean, std::nullopt);
    // the undefined end counts for nothing: values 1 and 3 in two batches, 0 deleted
    Series gaps(20);
    gaps[0] = 1;
    gaps[7] = 3;
    EXPECT_DOUBLE_EQ(mser5(gaps).statistic, 0);
    EXPECT_EQ(mser5(gaps).periods, 5);
}

TEST(Mser5, NeedsTwoBatches) {
    EXPECT_FALSE(mser5({}).valid);
    EXPECT_FALSE(mser5(Series(9, 1.0)).valid);
    EXPECT_EQ(mser5(Series(9, 1.0)).mean, 1);
    const WarmupCut equal = mser5(Series(14, 0.1));
    EXPECT_TRUE(equal.valid);
    EXPECT_EQ(equal.periods, 0);
    EXPECT_EQ(equal.statistic, 0);
}

TEST(Warmup, IsTheLongestCutOfTheMeansOverReplications) {
    // A transient that no replication shows alone: noise of sd 3 against 8 exp(-t / 60).
    test::Draws draws(8);
    const auto noisy = [&](const std::function<double(double)>& value) {
        std::vector<Series> replications;
        for (int r = 0; r < 200; ++r) {
            replications.push_back(
                series_of(1000, [&](double t) { return value(t) + 3 * draws.normal(); }));
        }
        return replications;
    };
    const std::vector<std::vector<Series>> both{noisy(wave), noisy(transient)};
    const Warmup cut = warmup(both);
    EXPECT_EQ(cut.by_kpi.size(), 2);
    EXPECT_GE(cut.by_kpi[1].periods, 120);
    EXPECT_LE(cut.by_kpi[1].periods, 250);
    EXPECT_LT(cut.by_kpi[0].periods, 60);
    EXPECT_EQ(cut.periods, cut.by_kpi[1].periods);
    const std::vector<std::vector<Series>> drifting{noisy(wave), noisy(trend)};
    EXPECT_EQ(warmup(drifting).periods, std::nullopt);
    EXPECT_TRUE(warmup(drifting).by_kpi[0].valid);
}

TEST(Warmup, HearsNoneThatIsNoiseAlone) {
    // Thirty KPIs of noise in eight batches each: MSER-5 cuts one at the end of its range.
    test::Draws draws(9);
    std::vector<std::vector<Series>> kpis(30);
    for (std::vector<Series>& replications : kpis) {
        for (int r = 0; r < 10; ++r) {
            replications.push_back(series_of(40, [&](double) { return draws.normal(); }));
        }
    }
    const Warmup noise = warmup(kpis);
    EXPECT_FALSE(std::all_of(noise.by_kpi.begin(), noise.by_kpi.end(),
                             [](const WarmupCut& cut) { return cut.valid; }));
    EXPECT_THAT(noise.asks, testing::Each(false));
    EXPECT_EQ(noise.periods, 0);
    for (Series& series : kpis[7]) {
        for (std::size_t t = 0; t < 5; ++t) {
            *series[t] += 20;
        }
    }
    const Warmup one = warmup(kpis);
    EXPECT_TRUE(one.asks[7]);
    EXPECT_GE(one.by_kpi[7].periods, 5);
    EXPECT_EQ(one.periods, one.by_kpi[7].periods);
}

TEST(Warmup, PassesOverWhatHasNoValueAndRefusesWhatIsTooShort) {
    const std::vector<std::vector<Series>> empty{{Series(100)}, {series_of(100, wave)}};
    EXPECT_EQ(warmup(empty).periods, mser5(series_of(100, wave)).periods);
    EXPECT_FALSE(warmup(empty).asks[0]);
    const std::vector<std::vector<Series>> brief{{Series(9, 1.0)}};
    EXPECT_EQ(warmup(brief).periods, std::nullopt);
    const std::vector<std::vector<Series>> equal{{Series(10, 1.0)}};
    EXPECT_EQ(warmup(equal).periods, 0);
}

TEST(Warmup, AveragesTheReplicationsThatHaveAValue) {
    Series with_gap = series_of(1000, transient);
    with_gap[3] = std::nullopt;
    const std::vector<std::vector<Series>> kpis{{series_of(1000, transient), with_gap}};
    EXPECT_EQ(warmup(kpis).by_kpi[0].statistic, mser5(series_of(1000, transient)).statistic);
    const std::vector<std::vector<Series>> uneven{{Series(10), Series(11)}};
    EXPECT_THROW(warmup(uneven), ContractViolation);
}

}  // namespace
}  // namespace greenlane::kpi
