#include "greenlane/kpi/sample_size.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"
#include "support/reference_values.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using Values = std::vector<std::optional<double>>;

double relative_half_width(double sd, double mean, std::uint64_t n) {
    // t quantiles by hand where they are needed below
    return sd / mean / std::sqrt(static_cast<double>(n));
}

TEST(ReplicationsNeeded, AreTheFewestWhoseIntervalIsNarrowEnough) {
    // mean 10, sd 2: 5 % of the mean is 0.5, z^2 (2 / 0.5)^2 = 61.5; with t(63) = 1.99834 64
    Values values;
    for (int i = 0; i < 9; ++i) {
        values.emplace_back(10 + 2 * std::sqrt(8.0 / 6) * (i % 3 - 1));
    }
    EXPECT_EQ(replications_needed(values, 0.05), 64);
    EXPECT_LE(1.998341 * relative_half_width(2, 10, 64), 0.05);
    EXPECT_GT(1.998972 * relative_half_width(2, 10, 63), 0.05);
    EXPECT_EQ(replications_needed(values, 0.5), 9);  // those at hand
    EXPECT_GT(replications_needed(values, 0.05, 0.99), 100);
    for (auto& value : values) {
        value = -*value;
    }
    EXPECT_EQ(replications_needed(values, 0.05), 64);
}

TEST(ReplicationsNeeded, OfWhatVariesAboutZeroAreNever) {
    EXPECT_EQ(replications_needed(Values{-1, 1}, 0.05), std::nullopt);
    EXPECT_EQ(replications_needed(Values{0, 0, 0}, 0.05), 3);
    EXPECT_EQ(replications_needed(Values{1, std::nullopt}, 0.05), std::nullopt);
    EXPECT_THROW(replications_needed(Values{1, 2}, 0), ContractViolation);
}

TEST(TrialPlan, OfSharesAsInTheTables) {
    // Fleiss, Levin and Paik 2003, table A.4 without its correction: 0.05 against 0.10, 5 %, 80 %
    const TrialPlan plan = plan_trial_of_shares(0.05, 0.10, 100);
    EXPECT_EQ(plan.per_group, 435);
    EXPECT_EQ(plan.weeks, 5);
    const double se = std::sqrt((0.05 * 0.95 + 0.10 * 0.90) / 435);
    EXPECT_NEAR(plan.go, 1.959963984540054 * se, 1e-15);
    EXPECT_NEAR(plan.no_go, 0.05 - plan.go, 1e-15);
    EXPECT_GT(plan.go, plan.no_go);
    const TrialPlan loss = plan_trial_of_shares(0.10, 0.05, 100);
    EXPECT_EQ(loss.per_group, 435);
    EXPECT_NEAR(loss.go, -plan.go, 1e-15);
    EXPECT_NEAR(loss.no_go, -plan.no_go, 1e-15);
    EXPECT_GT(plan_trial_of_shares(0.05, 0.10, 100, {.power = 0.9}).per_group, 500);
    EXPECT_THROW(plan_trial_of_shares(0.1, 0.1, 100), ContractViolation);
}

TEST(TrialPlan, OfMeansByHand) {
    // (1.959964 + 0.841621)^2 (3^2 + 4^2) / 1^2 = 196.2
    const TrialPlan plan = plan_trial_of_means(1, 3, 4, 7);
    EXPECT_EQ(plan.per_group, 197);
    EXPECT_EQ(plan.weeks, 29);
    EXPECT_NEAR(plan.go, 1.959963984540054 * 5 / std::sqrt(197), 1e-14);
    EXPECT_NEAR(plan_trial_of_means(-1, 3, 4, 7).no_go, -plan.no_go, 1e-15);
}

/// What the plan promises: 80 % of trials with the expected difference go, 2.5 % of those without
/// one do; 2,000 trials each, z = 3.29.
TEST(TrialPlan, GoesAsOftenAsItPromises) {
    constexpr double trials = 2000;
    const TrialPlan plan = plan_trial_of_means(0.5, 1, 1, 10);
    test::Draws draws(51);
    const auto goes = [&](double gain) {
        int count = 0;
        for (int trial = 0; trial < trials; ++trial) {
            double sum = 0;
            for (std::uint64_t i = 0; i < plan.per_group; ++i) {
                sum += gain + draws.normal() - draws.normal();
            }
            count += sum / static_cast<double>(plan.per_group) >= plan.go;
        }
        return count / trials;
    };
    EXPECT_NEAR(goes(0.5), 0.8, 3.29 * std::sqrt(0.8 * 0.2 / trials) + 0.005);
    EXPECT_NEAR(goes(0), 0.025, 3.29 * std::sqrt(0.025 * 0.975 / trials));
}

TEST(Mm1RunLength, IsWhittsPlan) {
    EXPECT_NEAR(mm1_run_length(0.8, 0.01, 0.999), 12181011.94199557, 1e-3);
    const auto reference = test::reference_case("coverage_and_traps", "planning");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    for (const auto& [id, length] : reference->at("values").items()) {
        EXPECT_NEAR(mm1_run_length(std::stod(id.substr(3)), 0.01, 0.999) / length.get<double>(), 1,
                    1e-9);
    }
}

TEST(ExpectedCounts, OfCoverageExperiments) {
    EXPECT_EQ(expected_counts(1000, 0.95, 0.999), (Counts{926, 971}));
    EXPECT_EQ(expected_counts(1000, 0.05, 0.999), (Counts{29, 74}));
    const auto reference = test::comparison_case("cov_bands");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    for (const auto& [id, band] : reference->at("values").items()) {
        if (id.front() != 'M') {
            continue;
        }
        const auto share = id.find("_nominal");
        const auto confidence = id.find("_conf");
        const Counts counts =
            expected_counts(std::stoul(id.substr(1, share)), std::stod(id.substr(share + 8)),
                            std::stod(id.substr(confidence + 5)));
        EXPECT_EQ(counts, (Counts{band[0].get<std::uint64_t>(), band[1].get<std::uint64_t>()}))
            << id;
    }
}

}  // namespace
}  // namespace greenlane::kpi
