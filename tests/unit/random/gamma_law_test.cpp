#include "greenlane/random/law.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/distributions/gamma.hpp>
#include <gtest/gtest.h>

namespace greenlane::random {
namespace {

class GammaLaw : public testing::TestWithParam<double> {};

/// Places between the table's nodes and on them, in every octave of both tails.
std::vector<double> places() {
    std::vector<double> u;
    for (int exponent = 1; exponent <= 53; ++exponent) {
        for (const double place : {0.5, 0.5156, 0.5313, 0.547, 0.64, 0.75, 0.859, 0.984, 0.9999}) {
            u.push_back(std::ldexp(place, -exponent));
            u.push_back(std::min(1.0 - std::ldexp(place, -exponent), 1.0 - 0x1p-53));
        }
    }
    std::sort(u.begin(), u.end());
    return u;
}

TEST_P(GammaLaw, IsWithinItsStatedErrorOfBoost) {
    const double shape = GetParam();
    const Law law = Law::gamma(shape, shape);
    const boost::math::gamma_distribution<> exact_law(shape);
    for (const double u : places()) {
        const double exact =
            u < 0.5 ? quantile(exact_law, u) : quantile(complement(exact_law, 1.0 - u));
        if (exact < 1e-300) {
            continue;  // where exp() stops, some 10^-300 of the mean
        }
        ASSERT_LE(std::abs(law.quantile(u) - exact), law.relative_error() * exact) << "u = " << u;
    }
}

TEST_P(GammaLaw, DoesNotDecreaseFromPieceToPiece) {
    const Law law = Law::gamma(1, GetParam());
    double before = 0.0;
    for (const double u : places()) {
        ASSERT_GE(law.quantile(u), before) << "u = " << u;
        before = law.quantile(u);
    }
    // Densely, across nodes of the middle: 0.25 and the join of the tails at 1/2.
    for (const double centre : {0.25, 0.5, 0.75, 0.28125}) {
        before = 0.0;
        for (int i = -1000; i <= 1000; ++i) {
            const double value = law.quantile(centre + i * 1e-6);
            ASSERT_GE(value, before) << "u = " << centre << " + " << i << "e-6";
            before = value;
        }
    }
}

TEST_P(GammaLaw, StatesAnErrorBelowOnePartInTenMillion) {
    EXPECT_LE(Law::gamma(1, GetParam()).relative_error(), 1e-8);
}

INSTANTIATE_TEST_SUITE_P(Shapes, GammaLaw,
                         testing::Values(0.02, 0.1, 0.35, 0.999, 1.0, 1.001, 1.5, 2.0, 4.0, 12.5,
                                         100.0, 3000.0, 1e6));

TEST(GammaLaw, ScalesWithItsMean) {
    const Law unit = Law::gamma(2, 2);
    const Law hour = Law::gamma(3600000, 2);
    for (const double u : places()) {
        ASSERT_DOUBLE_EQ(hour.quantile(u), 1800000 * unit.quantile(u));
    }
    EXPECT_EQ(hour.mean(), 3600000);
    EXPECT_EQ(hour.variance(), 3600000.0 * 3600000.0 / 2);
}

}  // namespace
}  // namespace greenlane::random
