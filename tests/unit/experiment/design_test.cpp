#include "greenlane/experiment/design.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

std::size_t stratum(double coordinate, std::size_t strata) {
    return static_cast<std::size_t>(coordinate * static_cast<double>(strata));
}

TEST(FullGrid, HasEveryCombinationOnceTheLastFactorFastest) {
    const std::array<std::size_t, 3> levels{2, 1, 3};
    const std::vector<std::vector<std::size_t>> expected{{0, 0, 0}, {0, 0, 1}, {0, 0, 2},
                                                         {1, 0, 0}, {1, 0, 1}, {1, 0, 2}};
    EXPECT_EQ(full_grid(levels), expected);
}

TEST(LatinHypercube, HitsEveryStratumOfEveryFactorOnce) {
    for (const std::size_t points : {1U, 2U, 7U, 50U, 333U}) {
        const UnitPoints cube = latin_hypercube(points, 5, 3);
        ASSERT_EQ(cube.size(), points);
        for (std::size_t factor = 0; factor < 5; ++factor) {
            std::set<std::size_t> hit;
            for (const std::vector<double>& point : cube) {
                EXPECT_GT(point[factor], 0);
                EXPECT_LT(point[factor], 1);
                hit.insert(stratum(point[factor], points));
            }
            EXPECT_EQ(hit.size(), points);
        }
    }
}

TEST(LatinHypercube, IsTheSeedsAndNoOthers) {
    EXPECT_EQ(latin_hypercube(20, 3, 7), latin_hypercube(20, 3, 7));
    EXPECT_NE(latin_hypercube(20, 3, 7), latin_hypercube(20, 3, 8));
}

TEST(LatinHypercube, LeavesLittleCorrelationBetweenFactors) {
    // One hypercube of 20 points has columns correlated by 1 / sqrt 19 = 0.23 on average (rms); of
    // three pairs in 64 the least correlated has all below that.
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const UnitPoints cube = latin_hypercube(20, 3, seed);
        for (const auto& [a, b] : {std::pair{0, 1}, {0, 2}, {1, 2}}) {
            double product = 0;
            for (const std::vector<double>& point : cube) {
                product += (point[static_cast<std::size_t>(a)] - 0.5) *
                           (point[static_cast<std::size_t>(b)] - 0.5);
            }
            EXPECT_LT(std::abs(product / 20 * 12), 0.12);
        }
    }
}

TEST(Sobol, BeginsAsTheTableOfJoeAndKuoSays) {
    const UnitPoints expected{{0, 0, 0},
                              {0.5, 0.5, 0.5},
                              {0.75, 0.25, 0.25},
                              {0.25, 0.75, 0.75},
                              {0.375, 0.375, 0.625},
                              {0.875, 0.875, 0.125},
                              {0.625, 0.125, 0.875},
                              {0.125, 0.625, 0.375}};
    EXPECT_EQ(sobol(8, 3), expected);
}

/// Every elementary interval of 2^digits[factor] slices a factor holds one point each.
void expect_net(const UnitPoints& points, const std::vector<unsigned>& digits) {
    std::set<std::vector<std::size_t>> boxes;
    for (const std::vector<double>& point : points) {
        std::vector<std::size_t> box;
        for (std::size_t factor = 0; factor < digits.size(); ++factor) {
            box.push_back(stratum(point[factor], std::size_t{1} << digits[factor]));
        }
        boxes.insert(box);
    }
    EXPECT_EQ(boxes.size(), points.size());
}

TEST(Sobol, IsANetInTwoFactorsAndAHypercubeInAll) {
    for (const bool shifted : {false, true}) {
        const UnitPoints points =
            shifted ? shifted_sobol(64, most_sobol_factors, 5) : sobol(64, most_sobol_factors);
        for (unsigned first = 0; first <= 6; ++first) {
            expect_net(points, {first, 6 - first});
        }
        for (std::size_t factor = 0; factor < most_sobol_factors; ++factor) {
            std::set<std::size_t> hit;
            for (const std::vector<double>& point : points) {
                hit.insert(stratum(point[factor], 64));
            }
            EXPECT_EQ(hit.size(), 64U) << factor;
        }
    }
}

TEST(Sobol, HasPropertyAInAllFactors) {
    // Sobol's property A: of 2^d consecutive points each of the 2^d halvings of the cube has one.
    // Joe and Kuo's table has it in all dimensions; a wrong direction number loses it.
    const UnitPoints points = sobol(std::size_t{1} << 12, 12);
    expect_net(points, std::vector<unsigned>(12, 1));
}

TEST(ShiftedSobol, KeepsOffTheBorderAndFollowsTheSeed) {
    const UnitPoints points = shifted_sobol(256, 4, 9);
    for (const std::vector<double>& point : points) {
        EXPECT_GT(*std::min_element(point.begin(), point.end()), 0);
        EXPECT_LT(*std::max_element(point.begin(), point.end()), 1);
    }
    EXPECT_EQ(points, shifted_sobol(256, 4, 9));
    EXPECT_NE(points, shifted_sobol(256, 4, 10));
}

}  // namespace
}  // namespace greenlane::experiment
