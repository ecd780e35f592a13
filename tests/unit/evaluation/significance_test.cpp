#include "greenlane/evaluation/significance.h"

#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

// Values of scipy 1.10.1: hypergeom.sf(hits - 1, rows, violations, selected).
TEST(Significance, FisherTailEqualsTheHypergeometricLaw) {
    EXPECT_NEAR(fisher_upper_tail(3, 4, 4, 8), 17.0 / 70, 1e-15);  // the lady tasting tea
    EXPECT_NEAR(fisher_upper_tail(4, 4, 4, 8), 1.0 / 70, 1e-15);
    EXPECT_EQ(fisher_upper_tail(0, 4, 4, 8), 1);
    EXPECT_EQ(fisher_upper_tail(4, 8, 4, 8), 1);
    EXPECT_NEAR(fisher_upper_tail(2, 4, 4, 8), 53.0 / 70, 1e-15);
    EXPECT_NEAR(fisher_upper_tail(1, 3, 5, 10), 1 - 10.0 / 120, 1e-15);
    EXPECT_NEAR(fisher_upper_tail(30, 90, 1704, 8134) / 0.004085349313620069, 1, 1e-9);
    EXPECT_NEAR(fisher_upper_tail(400, 1500, 2'000'000, 10'000'000) / 2.8434404410119764e-10, 1,
                1e-6);
    EXPECT_NEAR(fisher_upper_tail(20'500, 100'000, 2'000'000, 10'000'000) / 3.787847176680001e-05,
                1, 1e-6);
}

TEST(Significance, AdjustsForTheNumberOfTests) {
    // Benjamini and Hochberg 1995: p (rank-wise) times m / rank, made monotone from above.
    const std::vector<double> p{0.01, 0.04, 0.03, 0.5};
    const std::vector<double> q = benjamini_hochberg(p);
    EXPECT_DOUBLE_EQ(q[0], 0.04);
    EXPECT_DOUBLE_EQ(q[1], 0.04 * 4 / 3);
    EXPECT_DOUBLE_EQ(q[2], 0.04 * 4 / 3);
    EXPECT_DOUBLE_EQ(q[3], 0.5);
    EXPECT_TRUE(benjamini_hochberg({}).empty());
}

TEST(Significance, ShiftTellsMixesApart) {
    const std::vector<std::uint64_t> first{100, 100};
    const auto same = shift(first, first);
    EXPECT_NEAR(same->psi, 0, 1e-12);
    EXPECT_DOUBLE_EQ(same->p, 1);
    EXPECT_DOUBLE_EQ(same->psi_noise, 2.0 / 200);
    // 2 x 2 table 100 100 / 80 120: chi-square 4.0404, p = 0.04442 (scipy chi2_contingency).
    const auto other = shift(first, std::vector<std::uint64_t>{80, 120});
    EXPECT_NEAR(other->p, 0.044422, 1e-5);
}

TEST(Significance, RareCategoriesAreTakenTogether) {
    // The two rare ones have expected counts below 5 in the first sample; together, 4 and 4.
    const auto found =
        shift(std::vector<std::uint64_t>{100, 2, 2}, std::vector<std::uint64_t>{100, 2, 2});
    EXPECT_DOUBLE_EQ(found->p, 1);
    EXPECT_FALSE(shift(std::vector<std::uint64_t>{5}, std::vector<std::uint64_t>{5}));
    EXPECT_FALSE(shift(std::vector<std::uint64_t>{0, 0}, std::vector<std::uint64_t>{5, 1}));
}

}  // namespace
}  // namespace greenlane::evaluation
