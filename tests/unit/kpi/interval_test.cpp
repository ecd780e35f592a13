#include "greenlane/kpi/interval.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include <boost/math/distributions/students_t.hpp>
#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using test::Draws;
using Values = std::vector<std::optional<double>>;

constexpr auto undefined = std::nullopt;
const Values skewed{0.3, 0.4, 0.4, 0.5, 0.7, 0.9, 1.1, 1.6, 2.0, 4.5};
const Values mild{1, 2, 3, 4, 5, 6, 7, 8, 9, 11};

Values mapped(const Values& values, double factor, double shift) {
    Values result;
    for (const auto& value : values) {
        result.push_back(factor * *value + shift);
    }
    return result;
}

TEST(StudentT, MatchesTheTables) {
    const auto figure = student_t(Values{1, 2, 3, 4, 5}, 0.95);
    EXPECT_EQ(figure->n, 5);
    EXPECT_DOUBLE_EQ(figure->mean, 3);
    EXPECT_NEAR(figure->interval->low, 3 - 2.7764451051977987 / std::sqrt(2), 1e-12);
    EXPECT_NEAR(figure->interval->high, 3 + 2.7764451051977987 / std::sqrt(2), 1e-12);
    Values thirty;
    for (int r = 0; r < 30; ++r) {
        thirty.push_back(r % 2 == 0 ? -1 : 1);
    }
    // validation rule T1: 99.9 %, 29 degrees of freedom
    EXPECT_NEAR(student_t(thirty, 0.999)->interval->high, 3.6594050194663 / std::sqrt(29), 1e-12);
}

/// Of an M/M/1 queue that starts empty: arrivals at 1, service at 10/9.
double mean_of_25_delays(Draws& draws) {
    double delay = 0;
    double sum = 0;
    for (int customer = 1; customer < 25; ++customer) {
        delay = std::max(0.0, delay + 0.9 * draws.exponential() - draws.exponential());
        sum += delay;
    }
    return sum / 25;
}

TEST(StudentT, CoversAsKnownForSkewedData) {
    // coverage_and_traps/mc_tci and mc_lk25 of validation_values.json; 10,000 samples, band z =
    // 3.29 (99.9 %)
    struct Known {
        std::function<double(Draws&)> value;
        double mean;
        std::vector<std::pair<std::size_t, double>> coverage;
    };
    const std::vector<Known> cases{
        {[](Draws& d) { return d.normal(); }, 0, {{5, 0.95}, {20, 0.95}, {100, 0.95}}},
        {[](Draws& d) { return d.exponential(); },
         1,
         {{5, 0.88258}, {10, 0.90067}, {20, 0.91887}, {40, 0.93193}, {100, 0.94225}}},
        {[](Draws& d) { return std::exp(d.normal()); },
         std::exp(0.5),
         {{5, 0.82081}, {10, 0.83932}, {20, 0.86719}, {40, 0.89246}, {100, 0.91744}}},
        {mean_of_25_delays,
         2.124489346531958,
         {{5, 0.88772}, {10, 0.90703}, {20, 0.92422}, {40, 0.93593}}},
    };
    Draws draws(1);
    constexpr int samples = 10000;
    for (const Known& known : cases) {
        for (const auto& [size, coverage] : known.coverage) {
            int covered = 0;
            Values values(size);
            for (int sample = 0; sample < samples; ++sample) {
                std::generate(values.begin(), values.end(), [&] { return known.value(draws); });
                covered += student_t(values, 0.95)->interval->contains(known.mean);
            }
            EXPECT_NEAR(covered, samples * coverage,
                        3.29 * std::sqrt(samples * coverage * (1 - coverage)));
        }
    }
}

TEST(Estimate, CoversForSkewedData) {
    // Rule T3: 1,000 samples' count in [926, 971], here the share of 4,000 within the same limits
    const std::vector<std::pair<std::function<double(Draws&)>, double>> laws{
        {[](Draws& d) { return d.normal(); }, 0},
        {[](Draws& d) { return d.exponential(); }, 1},
        {[](Draws& d) { return std::exp(d.normal()); }, std::exp(0.5)},
    };
    Draws draws(2);
    for (const auto& [value, mean] : laws) {
        for (const std::size_t size : {20, 40}) {
            int covered = 0;
            Values values(size);
            for (int sample = 0; sample < 4000; ++sample) {
                std::generate(values.begin(), values.end(), [&] { return value(draws); });
                covered += estimate(values)->interval->contains(mean);
            }
            EXPECT_GE(covered, 4 * 926);
            EXPECT_LE(covered, 4 * 971);
        }
    }
}

/// What the docstring names, naively, of ten values.
struct Naive {
    double mean = 0;
    double standard_error = 0;
    double a = 0;
    double q = quantile(boost::math::students_t(9), 0.975);

    explicit Naive(const Values& values) {
        double squares = 0;
        double cubes = 0;
        const double n = 10;
        for (const auto& value : values) {
            mean += *value / n;
        }
        for (const auto& value : values) {
            squares += std::pow(*value - mean, 2) / n;
            cubes += std::pow(*value - mean, 3) / n;
        }
        const double g1 = cubes / std::pow(squares, 1.5) * std::sqrt(n * (n - 1)) / (n - 2);
        standard_error = std::sqrt(squares / (n - 1));
        a = 1.5 * g1 / (6 * std::sqrt(n));
    }
    double h(double y) const { return (std::cbrt(1 + 6 * a * (y - a)) - 1) / (2 * a); }
};

TEST(Estimate, FollowsTheFormula) {
    const Naive naive(mild);
    const auto figure = estimate(mild);
    EXPECT_NEAR(figure->mean, 5.6, 1e-15);
    EXPECT_NEAR(figure->interval->low, naive.mean - naive.h(naive.q) * naive.standard_error, 1e-12);
    EXPECT_NEAR(figure->interval->high, naive.mean - naive.h(-naive.q) * naive.standard_error,
                1e-12);
    const auto plain = student_t(mild, 0.95);
    EXPECT_GT(figure->interval->low, plain->interval->low);
    EXPECT_GT(figure->interval->high, plain->interval->high);
}

TEST(Estimate, IsNeitherTooShortNorTooLongOnASide) {
    const Naive naive(skewed);
    const auto figure = estimate(skewed);
    EXPECT_NEAR(figure->mean, 1.24, 1e-15);
    const double t_side = naive.q * naive.standard_error;
    EXPECT_LT(naive.h(naive.q), 0.8 * naive.q);
    EXPECT_NEAR(figure->interval->low, naive.mean - 0.8 * t_side, 1e-12);
    EXPECT_LT(naive.h(-naive.q), -2.5 * naive.q);
    EXPECT_NEAR(figure->interval->high, naive.mean + 2.5 * t_side, 1e-12);
}

TEST(Estimate, IsThePlainTWithoutSkewness) {
    for (const Values& values : {Values{-2, -1, 0, 1, 2}, Values{3, 8}}) {
        const auto plain = student_t(values, 0.9);
        const auto figure = estimate(values, {}, 0.9);
        EXPECT_NEAR(figure->interval->low, plain->interval->low, 1e-13);
        EXPECT_NEAR(figure->interval->high, plain->interval->high, 1e-13);
    }
}

TEST(Estimate, MovesScalesAndMirrorsWithTheValues) {
    const auto figure = estimate(skewed);
    const auto moved = estimate(mapped(skewed, 2, 100));
    EXPECT_NEAR(moved->interval->low, 2 * figure->interval->low + 100, 1e-11);
    EXPECT_NEAR(moved->interval->high, 2 * figure->interval->high + 100, 1e-11);
    const auto mirrored = estimate(mapped(skewed, -1, 0));
    EXPECT_NEAR(mirrored->interval->low, -figure->interval->high, 1e-13);
    EXPECT_NEAR(mirrored->interval->high, -figure->interval->low, 1e-13);
    const auto tiny = estimate(mapped(skewed, 1e-120, 0));
    EXPECT_NEAR(tiny->interval->low * 1e120, figure->interval->low, 1e-12);
}

TEST(Estimate, AlwaysHoldsItsMean) {
    Draws draws(3);
    for (const std::size_t size : {2, 3, 5, 50}) {
        for (const double confidence : {0.5, 0.95, 0.999}) {
            for (int sample = 0; sample < 300; ++sample) {
                Values values(size);
                std::generate(values.begin(), values.end(),
                              [&] { return std::exp(4 * draws.normal()); });
                const auto figure = estimate(values, {}, confidence);
                EXPECT_TRUE(figure->interval->contains(figure->mean));
            }
            Values outlier(size, 0.0);
            outlier[0] = 1;
            const auto figure = estimate(outlier, {}, confidence);
            EXPECT_TRUE(figure->interval->contains(figure->mean));
        }
    }
}

TEST(Estimate, IsClippedToWhatAValueCanBe) {
    const Values high{99, 100, 100, 100};
    EXPECT_EQ(estimate(high, percentage)->interval->high, 100);
    EXPECT_GT(estimate(high)->interval->high, 100);
    EXPECT_EQ(estimate(high, percentage)->interval->low, estimate(high)->interval->low);
    const Values low{0, 0, 0, 1};
    EXPECT_EQ(estimate(low, non_negative)->interval->low, 0);
}

TEST(Estimate, SkipsUndefinedValues) {
    const auto figure = estimate(Values{undefined, 3, undefined, 8, 4});
    EXPECT_EQ(figure, estimate(Values{3, 8, 4}));
    EXPECT_EQ(figure->n, 3);
}

TEST(Estimate, HasNoIntervalForOneValueAndNoFigureForNone) {
    EXPECT_EQ(estimate(Values{undefined, 7}), (Figure{7, std::nullopt, 1}));
    EXPECT_EQ(student_t(Values{7}, 0.95), (Figure{7, std::nullopt, 1}));
    EXPECT_EQ(estimate(Values{undefined}), std::nullopt);
    EXPECT_EQ(student_t({}, 0.95), std::nullopt);
}

TEST(Estimate, OfEqualValuesHasNoWidth) {
    const Values equal(20, 0.1);
    const Figure expected{0.1, Interval{0.1, 0.1}, 20};
    EXPECT_EQ(estimate(equal), expected);
    EXPECT_EQ(student_t(equal, 0.999), expected);
}

TEST(Estimate, RefusesAConfidenceOutOfRange) {
    EXPECT_THROW(estimate(skewed, {}, 1), ContractViolation);
    EXPECT_THROW(student_t(skewed, 0.4), ContractViolation);
}

TEST(PairedDifference, IsTheEstimateOfTheDifferences) {
    const Values first{5, 7, undefined, 9, 4};
    const Values second{4, 4, 1, undefined, 4.5};
    EXPECT_EQ(paired_difference(first, second), estimate(Values{1, 3, -0.5}));
    EXPECT_EQ(paired_difference(first, second, 0.8), estimate(Values{1, 3, -0.5}, {}, 0.8));
    EXPECT_EQ(paired_difference(skewed, skewed)->interval, (Interval{0, 0}));
    EXPECT_EQ(paired_difference(Values{undefined, 1}, Values{1, undefined}), std::nullopt);
    EXPECT_THROW(paired_difference(first, skewed), ContractViolation);
}

TEST(Equivalent, NeedsTheWhole90PercentIntervalInside) {
    const Values values{9, 10, 11, 10};  // 90 % interval: 10 -+ 2.3534 * 0.40825 = 10 -+ 0.96077
    EXPECT_TRUE(equivalent(values, 10, 0.0961));
    EXPECT_FALSE(equivalent(values, 10, 0.0960));
    EXPECT_FALSE(equivalent(values, 9.5, 0.12));
    EXPECT_FALSE(equivalent(values, 10.5, 0.12));
    EXPECT_TRUE(equivalent(mapped(values, -1, 0), -10, 0.0961));
    EXPECT_FALSE(equivalent(Values{10}, 10, 0.5));
    EXPECT_FALSE(equivalent({}, 10, 0.5));
}

void expect_limits(std::vector<double> values, double confidence, double low, double high) {
    const Interval interval = percentile_interval(values, confidence);
    EXPECT_NEAR(interval.low, low, 1e-12);
    EXPECT_NEAR(interval.high, high, 1e-12);
}

/// Type 6: of 39 values 0.025 (39 + 1) = 1 and 0.975 (39 + 1) = 39; of 59, 1.5 and 58.5.
TEST(PercentileInterval, LeavesEqualSharesOutOnBothSides) {
    std::vector<double> values;
    for (int i = 39; i >= 1; --i) {
        values.push_back(i);
    }
    expect_limits(values, 0.95, 1, 39);
    for (int i = 40; i <= 59; ++i) {
        values.push_back(i);
    }
    expect_limits(values, 0.95, 1.5, 58.5);
    expect_limits(values, 0.5, 15, 45);
    expect_limits({3}, 0.95, 3, 3);
    EXPECT_THROW(percentile_interval({}), ContractViolation);
}

}  // namespace
}  // namespace greenlane::kpi
