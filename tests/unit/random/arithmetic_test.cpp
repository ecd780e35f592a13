#include "greenlane/random/arithmetic.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/draw.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/math/special_functions/erf.hpp>
#include <gtest/gtest.h>

namespace greenlane::random {
namespace {

constexpr double promised = 0x1p-50;

std::vector<double> uniform_values(std::size_t size) {
    std::vector<std::uint64_t> words(size);
    std::vector<double> values(size);
    draw_range(make_key(11, 0), 0, {Purpose::service}, words, {});
    uniforms(words, values);
    return values;
}

long double relative_error(double value, long double exact) {
    return exact == 0.0L ? std::abs(value) : std::abs((value - exact) / exact);
}

TEST(Logarithm, IsWithinItsErrorOfLongDouble) {
    for (const double u : uniform_values(20000)) {
        ASSERT_LT(relative_error(log(u), std::log(static_cast<long double>(u))), promised) << u;
        const double wide = std::ldexp(1.0 + u, static_cast<int>(2044 * u) - 1022);
        ASSERT_LT(relative_error(log(wide), std::log(static_cast<long double>(wide))), promised)
            << wide;
        const double near_one = 1.0 + (u - 0.5) * 1e-6;
        ASSERT_LT(relative_error(log(near_one), std::log(static_cast<long double>(near_one))),
                  promised)
            << near_one;
    }
    EXPECT_EQ(log(1.0), 0.0);
    for (const double x : {0x1p-1022, 0x1p-54, 0x1p-53, 1.0 - 0x1p-53, 1.0 + 0x1p-52, 0x1p1023}) {
        EXPECT_LT(relative_error(log(x), std::log(static_cast<long double>(x))), promised) << x;
    }
}

TEST(Exponential, IsWithinItsErrorOfLongDouble) {
    for (const double u : uniform_values(20000)) {
        for (const double x : {1400.0 * u - 700.0, 20.0 * u - 10.0, (u - 0.5) * 1e-3}) {
            ASSERT_LT(relative_error(exp(x), std::exp(static_cast<long double>(x))), promised) << x;
        }
    }
    EXPECT_EQ(exp(0.0), 1.0);
    EXPECT_LT(relative_error(exp(700.0), std::exp(700.0L)), promised);
    EXPECT_LT(relative_error(exp(-700.0), std::exp(-700.0L)), promised);
}

TEST(Exponential, StaysAtItsLimitsBeyondThem) {
    EXPECT_EQ(exp(1e6), exp(700.0));
    EXPECT_EQ(exp(-1e6), exp(-700.0));
}

TEST(NormalQuantile, IsWithinItsErrorOfBoost) {
    const auto expect_close = [](double u) {
        // By the nearer tail, so that nothing is lost in 1 - u.
        const long double tail = u < 0.5 ? u : 1.0L - u;
        const long double depth =
            boost::math::erfc_inv(2.0L * tail) * std::sqrt(static_cast<long double>(2.0));
        ASSERT_LT(relative_error(normal_quantile(u), u < 0.5 ? -depth : depth), promised) << u;
    };
    for (const double u : uniform_values(5000)) {
        expect_close(u);
        expect_close(0.075 * u);
        expect_close(1.0 - 0.075 * u);
        expect_close(std::ldexp(u, -static_cast<int>(52 * u)));
    }
    for (int exponent = 1; exponent <= 53; ++exponent) {
        expect_close(std::ldexp(0.999, -exponent));
        expect_close(1.0 - std::ldexp(1.0, -exponent));
    }
    for (const double edge : {0.075, 0.925, 1.3887943864964021e-11}) {
        expect_close(edge);
        expect_close(std::nextafter(edge, 0.0));
        expect_close(std::nextafter(edge, 1.0));
    }
}

TEST(NormalQuantile, IsOddAboutOneHalf) {
    EXPECT_EQ(normal_quantile(0.5), 0.0);
    for (const double u : uniform_values(2000)) {
        ASSERT_EQ(normal_quantile(u), -normal_quantile(1.0 - u));
    }
}

template <class Function, class Block>
void expect_same_bits(Function function, Block block, const std::vector<double>& x) {
    for (std::size_t size = 0; size <= x.size(); size += size < 40 ? 1 : 37) {
        const std::vector<double> in(x.begin(), x.begin() + size);
        std::vector<double> out(size);
        block(in, out);
        std::vector<double> in_place = in;
        block(in_place, in_place);
        for (std::size_t i = 0; i < size; ++i) {
            ASSERT_EQ(out[i], function(in[i])) << "place " << i << " of " << size;
            ASSERT_EQ(in_place[i], out[i]) << "place " << i << " of " << size;
        }
    }
}

TEST(Arithmetic, GivesTheSameBitsInABlock) {
    std::vector<double> u = uniform_values(700);
    u[3] = 1e-12;
    u[300] = 1.0 - 0x1p-53;
    u[301] = 0x1p-53;
    using Function = double (*)(double);
    using Block = void (*)(std::span<const double>, std::span<double>);
    expect_same_bits<Function, Block>(log, log, u);
    expect_same_bits<Function, Block>(exp, exp, u);
    expect_same_bits<Function, Block>(normal_quantile, normal_quantile, u);
}

TEST(Arithmetic, RefusesSpansOfUnequalLength) {
    const std::vector<double> in(3, 0.5);
    std::vector<double> out(2);
    EXPECT_THROW(log(in, out), ContractViolation);
    EXPECT_THROW(exp(in, out), ContractViolation);
    EXPECT_THROW(normal_quantile(in, out), ContractViolation);
}

}  // namespace
}  // namespace greenlane::random
