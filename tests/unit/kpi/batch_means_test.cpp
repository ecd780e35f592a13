#include "greenlane/kpi/batch_means.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"
#include "support/reference_values.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

std::vector<double> small() {
    std::vector<double> values;
    for (int i = 1; i <= 40; ++i) {
        values.push_back(7 * i % 11 + 0.5 * (i % 4));
    }
    return values;
}

TEST(BatchMeans, OfFortyNumbers) {
    const auto plain = batch_means(small(), 5);
    EXPECT_NEAR(plain->mean, 5.925, 1e-14);
    EXPECT_NEAR(plain->variance_constant, 1.6821428571428574, 1e-13);
    const double half = 2.364624251592785 * std::sqrt(1.6821428571428574 / 40);  // t of 7
    EXPECT_NEAR(plain->interval.low, 5.925 - half, 1e-13);
    EXPECT_NEAR(plain->interval.high, 5.925 + half, 1e-13);
    EXPECT_EQ(plain->degrees, 7);
    EXPECT_NEAR(plain->lag1, -0.40884940182969737, 1e-14);
    EXPECT_NEAR(plain->von_neumann, 1.354564755838641, 1e-13);
    const auto overlapping = overlapping_batch_means(small(), 5);
    EXPECT_NEAR(overlapping->mean, 5.925, 1e-14);
    EXPECT_NEAR(overlapping->variance_constant, 3.8797619047619047, 1e-12);
    EXPECT_EQ(overlapping->degrees, 10.5);
    EXPECT_EQ(overlapping->von_neumann, plain->von_neumann);
}

TEST(BatchMeans, MatchTheReference) {
    const auto reference = test::comparison_case("oa_batch_small");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    const auto& values = reference->at("values");
    const auto plain = batch_means(small(), 5);
    EXPECT_NEAR(plain->variance_constant, values.at("NBM_sigma2").get<double>(), 1e-10);
    // The reference's t quantile is that of SciPy 1.10: 2.5e-10 too small.
    EXPECT_NEAR(plain->interval.low, values.at("NBM_CI95")[0].get<double>(), 2e-10);
    EXPECT_NEAR(plain->interval.high, values.at("NBM_CI95")[1].get<double>(), 2e-10);
    EXPECT_NEAR(plain->lag1, values.at("lag1").get<double>(), 1e-10);
    EXPECT_NEAR(plain->von_neumann, values.at("von_neumann").get<double>(), 1e-10);
    EXPECT_NEAR(overlapping_batch_means(small(), 5)->variance_constant,
                values.at("OBM_sigma2").get<double>(), 1e-10);
}

TEST(BatchMeans, LeaveOutWhatFillsNoBatch) {
    auto values = small();
    const auto whole = batch_means(values, 5);
    values.push_back(1000);
    EXPECT_EQ(batch_means(values, 5)->interval, whole->interval);
    EXPECT_NE(overlapping_batch_means(values, 5)->mean, whole->mean);
    EXPECT_EQ(batch_means(values, 14), std::nullopt);
    EXPECT_EQ(overlapping_batch_means(values, 14), std::nullopt);
    EXPECT_THROW(batch_means(values, 0), ContractViolation);
}

TEST(BatchMeans, OfEqualValuesHaveNoWidth) {
    const auto equal = batch_means(std::vector<double>(30, 0.1), 3);
    EXPECT_EQ(equal->interval, (Interval{0.1, 0.1}));
    EXPECT_EQ(equal->von_neumann, 2);
    EXPECT_EQ(equal->lag1, 0);
    EXPECT_FALSE(equal->too_short);
}

/// Stationary AR(1) with coefficient 1/2 and unit innovations: oa_ar1_phi0.5, 3.888 expected of
/// batches of 50 of 1,000; 2,000 series, z = 3.29.
TEST(BatchMeans, EstimateTheVarianceConstantAsExpected) {
    constexpr int series = 2000;
    test::Draws draws(11);
    double sum = 0;
    double squares = 0;
    for (int s = 0; s < series; ++s) {
        std::vector<double> x(1000);
        double last = draws.normal() / std::sqrt(0.75);
        std::generate(x.begin(), x.end(), [&] {
            last = 0.5 * last + draws.normal();
            return last;
        });
        const double constant = batch_means(x, 50)->variance_constant;
        sum += constant;
        squares += constant * constant;
    }
    const double mean = sum / series;
    const double error = std::sqrt((squares / series - mean * mean) / series);
    EXPECT_NEAR(mean, 3.888, 3.29 * error);
    EXPECT_LT(error, 0.04);
}

struct Coverage {
    double covered = 0;
    double warned = 0;
};
/// Shares of `runs`: waits in a stationary M/M/1 queue at a load of 0.8 (mean 4 service times),
/// by 20 batches.
Coverage mm1(std::size_t customers, int runs, std::uint64_t seed) {
    test::Draws draws(seed);
    Coverage coverage;
    std::vector<double> waits(customers);
    for (int run = 0; run < runs; ++run) {
        double wait = draws.uniform() < 0.8 ? draws.exponential() / 0.2 : 0;
        std::generate(waits.begin(), waits.end(), [&] {
            const double now = wait;
            wait = std::max(0.0, wait + draws.exponential() - draws.exponential() / 0.8);
            return now;
        });
        const auto found = batch_means(waits, customers / 20);
        coverage.covered += found->interval.contains(4) / static_cast<double>(runs);
        coverage.warned += found->too_short / static_cast<double>(runs);
    }
    return coverage;
}

TEST(BatchMeans, AskForNoLongBatchesOfIndependentValues) {
    test::Draws draws(12);
    int warned = 0;
    for (int run = 0; run < 200; ++run) {
        std::vector<double> values(70);
        std::generate(values.begin(), values.end(), [&] { return draws.normal(); });
        warned += batch_means(values, 7)->too_short;
    }
    EXPECT_LE(warned, 30);  // 5 % by each of two tests, in part together: 20 at most, z = 2.4
}

/// mc_bm: 0.8233 covered at 2,000 customers, 0.9066 at 10,000, 0.9359 at 50,000; z = 3.29.
TEST(BatchMeans, WarnWhereTheyUndercover) {
    const auto expect_covered = [](const Coverage& found, double share, double runs) {
        EXPECT_NEAR(found.covered, share, 3.29 * std::sqrt(share * (1 - share) / runs));
    };
    const Coverage brief = mm1(2000, 1000, 21);
    expect_covered(brief, 0.8233, 1000);
    EXPECT_GT(brief.warned, 0.99);
    const Coverage longer = mm1(10000, 400, 23);
    expect_covered(longer, 0.9066, 400);
    EXPECT_GT(longer.warned, 0.5);
    const Coverage enough = mm1(50000, 100, 22);
    expect_covered(enough, 0.9359, 100);
    EXPECT_LT(enough.warned, 0.2);
}

}  // namespace
}  // namespace greenlane::kpi
