#include "greenlane/experiment/multiple_comparisons.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"
#include "support/reference_values.h"

#include <cmath>
#include <vector>

#include <boost/math/distributions/students_t.hpp>
#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using kpi::Better;
using kpi::Pairing;
using Values = std::vector<std::optional<double>>;

const std::vector<Values> four{{10.2, 11.1, 9.7, 10.8, 10.4, 11.5, 10.0, 10.9, 10.6, 11.2},
                               {9.1, 9.9, 9.0, 9.6, 9.4, 10.1, 9.2, 9.5, 9.8, 9.7},
                               {9.6, 9.2, 9.9, 9.3, 10.2, 9.8, 9.4, 9.7, 9.1, 10.0},
                               {12.0, 12.8, 11.7, 12.4, 12.1, 12.9, 11.9, 12.5, 12.2, 12.6}};

void expect_interval(const kpi::Interval& interval, double low, double high, double tolerance) {
    EXPECT_NEAR(interval.low, low, tolerance);
    EXPECT_NEAR(interval.high, high, tolerance);
}

/// Checked by Gauss-Legendre quadrature in 15 digits; the reference's integrals lack 2.5e-7 of the
/// probability, its quantiles are up to 3e-6 too small.
TEST(Dunnett, QuantilesOfSeveralComparisons) {
    EXPECT_NEAR(dunnett_quantile(3, 36, 0.95), 2.1326647369502, 1e-10);
    EXPECT_NEAR(dunnett_quantile(3, 30, 0.95), 2.1472993088276, 1e-10);
    EXPECT_NEAR(dunnett_quantile(2, 20, 0.95), 2.0273183873667, 1e-10);
    EXPECT_NEAR(dunnett_quantile(4, 60, 0.95), 2.2066013098843, 1e-10);
    const auto reference = test::comparison_case("cmp_mcb_bonferroni");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    const auto& values = reference->at("values");
    EXPECT_NEAR(dunnett_quantile(3, 36, 0.95), values.at("dunnett_one_sided_d").get<double>(),
                3e-6);
    EXPECT_NEAR(dunnett_quantile(3, 30, 0.95), values.at("dunnett_d_k3_nu30").get<double>(), 3e-6);
    EXPECT_NEAR(dunnett_quantile(2, 20, 0.95), values.at("dunnett_d_k2_nu20").get<double>(), 3e-6);
    EXPECT_NEAR(dunnett_quantile(4, 60, 0.95), values.at("dunnett_d_k4_nu60").get<double>(), 3e-6);
}

TEST(Dunnett, OfOneComparisonIsStudents) {
    for (const double degrees : {1.0, 3.0, 40.0, 1000.0}) {
        for (const double probability : {0.6, 0.95, 0.999}) {
            const double t = quantile(boost::math::students_t(degrees), probability);
            EXPECT_NEAR(dunnett_quantile(1, degrees, probability) / t, 1, 1e-9)
                << degrees << ' ' << probability;
        }
    }
    EXPECT_THROW(dunnett_quantile(0, 10, 0.95), ContractViolation);
    EXPECT_THROW(dunnett_quantile(2, 10, 0.5), ContractViolation);
}

/// To the reference's 1e-6.
TEST(ComparisonWithBest, MatchesTheReference) {
    const auto mcb = compare_with_best(four, Better::lower, Pairing::unpaired);
    EXPECT_EQ(mcb->degrees, 36);
    EXPECT_NEAR(mcb->half_width, 2.1326647369502 * std::sqrt(2 * 0.18527777777777787 / 10), 1e-10);
    EXPECT_NEAR(mcb->half_width, 0.41053366845282585, 1e-6);
    expect_interval(mcb->by_system[0], 0, 1.5205336684528235, 1e-6);
    expect_interval(mcb->by_system[1], -0.5005336684528239, 0.32053366845282777, 1e-6);
    expect_interval(mcb->by_system[2], -0.32053366845282777, 0.5005336684528239, 1e-6);
    expect_interval(mcb->by_system[3], 0, 3.1905336684528254, 1e-6);
}

TEST(ComparisonWithBest, MirrorsWhereHigherIsBetter) {
    std::vector<Values> mirrored = four;
    for (Values& system : mirrored) {
        for (auto& value : system) {
            value = -*value;
        }
    }
    const auto lower = compare_with_best(four, Better::lower, Pairing::unpaired);
    const auto higher = compare_with_best(mirrored, Better::higher, Pairing::unpaired);
    for (std::size_t i = 0; i < 4; ++i) {
        expect_interval(higher->by_system[i], -lower->by_system[i].high, -lower->by_system[i].low,
                        1e-12);
    }
}

TEST(ComparisonWithBest, OfTwoOnCommonDrawsIsThePairedT) {
    const std::vector<Values> two{four[0], four[1]};
    const auto mcb = compare_with_best(two, Better::lower, Pairing::paired);
    const auto t = kpi::compare_paired(four[0], four[1], 0.9)->test;
    EXPECT_EQ(mcb->degrees, 9);
    EXPECT_NEAR(mcb->by_system[0].high, t->interval.high, 1e-9);
    EXPECT_EQ(mcb->by_system[0].low, 0);
    EXPECT_EQ(mcb->by_system[1].high, 0);
}

TEST(ComparisonWithBest, LeavesOutReplicationsThatLackAValue) {
    std::vector<Values> gaps = four;
    for (Values& system : gaps) {
        system.emplace_back(1000);
    }
    gaps[2].back() = std::nullopt;
    EXPECT_EQ(compare_with_best(gaps, Better::lower, Pairing::unpaired)->by_system,
              compare_with_best(four, Better::lower, Pairing::unpaired)->by_system);
    const std::vector<Values> few{{1, std::nullopt, 2}, {3, 4, std::nullopt}};
    EXPECT_FALSE(compare_with_best(few, Better::lower, Pairing::paired));
    const std::vector<Values> same{four[0], four[0]};
    const auto equal = compare_with_best(same, Better::lower, Pairing::paired);
    EXPECT_EQ(equal->by_system[0], (kpi::Interval{0, 0}));
    EXPECT_THROW(compare_with_best(same, Better::neither, Pairing::paired), ContractViolation);
    EXPECT_THROW(compare_with_best({}, Better::lower, Pairing::paired), ContractViolation);
}

/// All intervals hold together in at least 95 % of 500 samples, z = 3.29, five systems of equal
/// means (Hsu's are then near 95 %), on common draws and not.
TEST(ComparisonWithBest, CoversTogether) {
    for (const Pairing pairing : {Pairing::paired, Pairing::unpaired}) {
        test::Draws draws(61);
        int covered = 0;
        for (int sample = 0; sample < 500; ++sample) {
            std::vector<Values> systems(5, Values(10));
            for (std::size_t r = 0; r < 10; ++r) {
                const double common = pairing == Pairing::paired ? 3 * draws.normal() : 0;
                for (Values& system : systems) {
                    system[r] = common + draws.normal();
                }
            }
            // All true differences are 0, which every constrained interval holds: what can fail is
            // the interval before, |D_i| <= h on the worse side of the true best.
            double worst = 0;
            const auto mcb = compare_with_best(systems, Better::lower, pairing);
            std::vector<double> means(5);
            for (std::size_t i = 0; i < 5; ++i) {
                for (const auto& value : systems[i]) {
                    means[i] += *value / 10;
                }
                worst = std::max(worst, means[0] - means[i]);
            }
            covered += worst <= mcb->half_width;
        }
        EXPECT_NEAR(covered, 475, 3.29 * std::sqrt(475 * 0.05));
    }
}

TEST(AllPairs, MatchTheReference) {
    const auto reference = test::comparison_case("cmp_mcb_bonferroni");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    const auto pairs = compare_all_pairs(four, Pairing::paired);
    ASSERT_EQ(pairs.size(), 6);
    for (const PairOfSystems& pair : pairs) {
        const std::string id =
            std::to_string(pair.first + 1) + '-' + std::to_string(pair.second + 1);
        const auto& limits = reference->at("values").at("bonferroni").at(id);
        expect_interval(pair.difference->test->interval, limits[0].get<double>(),
                        limits[1].get<double>(), 1e-9);
    }
    EXPECT_NEAR(quantile(boost::math::students_t(9), (1 + bonferroni_confidence(6)) / 2),
                reference->at("values").at("bonferroni_t").get<double>(), 1e-9);
    EXPECT_EQ(compare_all_pairs(four, Pairing::unpaired)[0].difference->pairing, Pairing::unpaired);
}

}  // namespace
}  // namespace greenlane::experiment
