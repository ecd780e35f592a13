#include "greenlane/kpi/moments.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"

#include <limits>
#include <vector>

#include <boost/multiprecision/cpp_int.hpp>
#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using Rational = boost::multiprecision::cpp_rational;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

Moments of(const std::vector<std::int64_t>& values) {
    Moments moments;
    for (const std::int64_t value : values) {
        moments.add(value);
    }
    return moments;
}

double exact_variance(const std::vector<std::int64_t>& values) {
    const Rational n = values.size();
    Rational mean = 0;
    for (const std::int64_t value : values) {
        mean += value / n;
    }
    Rational squares = 0;
    for (const std::int64_t value : values) {
        squares += (value - mean) * (value - mean);
    }
    return static_cast<double>(Rational(squares / (n - 1)));
}

TEST(Moments, OfFewValues) {
    const Moments moments = of({2, 4, 4, 4, 5, 5, 7, 9});
    EXPECT_EQ(moments.count, 8);
    EXPECT_EQ(moments.mean(), 5);
    EXPECT_DOUBLE_EQ(*moments.variance(), 32.0 / 7);
}

TEST(Moments, NothingCancels) {
    const std::int64_t large = 1'000'000'000'000'000'000;
    EXPECT_EQ(of({large, large + 1, large + 2}).variance(), 1);
    Moments equal;
    equal.add(4'000'000'000'000, 1'000'000'000'000);
    EXPECT_EQ(equal.variance(), 0);
    EXPECT_EQ(equal.mean(), 4e12);
}

TEST(Moments, HoldTheExtremes) {
    EXPECT_DOUBLE_EQ(*of({lowest, highest}).variance(), exact_variance({lowest, highest}));
    EXPECT_EQ(of({lowest, lowest}).variance(), 0);
    EXPECT_EQ(of({lowest, highest}).mean(), -0.5);
    Moments balanced;
    balanced.add(std::int64_t{1} << 43, std::uint64_t{1} << 39);
    balanced.add(-(std::int64_t{1} << 43), std::uint64_t{1} << 39);
    EXPECT_EQ(balanced.mean(), 0);
    EXPECT_DOUBLE_EQ(*balanced.variance(), 0x1p86 * 0x1p40 / (0x1p40 - 1));
}

TEST(Moments, VarianceMatchesRationalArithmetic) {
    test::Draws draws(1);
    for (int bits = 1; bits < 62; ++bits) {
        std::vector<std::int64_t> values;
        for (int i = 0; i < 4 + bits / 4; ++i) {
            values.push_back(static_cast<std::int64_t>(draws.word() >> (64 - bits)) -
                             (i % 3 == 0 ? std::int64_t{1} << (bits - 1) : 0));
        }
        EXPECT_DOUBLE_EQ(*of(values).variance(), exact_variance(values)) << bits << " bits";
    }
}

TEST(Moments, MergingIsTheUnion) {
    Moments merged = of({1, -2, 3});
    merged.merge(of({}));
    merged.merge(of({highest, 5}));
    EXPECT_EQ(merged, of({highest, 1, -2, 3, 5}));
    Moments repeated;
    repeated.add(-7, 3);
    EXPECT_EQ(repeated, of({-7, -7, -7}));
}

TEST(Moments, UndefinedOfTooFew) {
    EXPECT_EQ(of({}).mean(), std::nullopt);
    EXPECT_EQ(of({}).variance(), std::nullopt);
    EXPECT_EQ(of({3}).mean(), 3);
    EXPECT_EQ(of({3}).variance(), std::nullopt);
}

TEST(Moments, AnOverflowBreaksTheContract) {
    Moments moments = of({lowest, lowest, lowest});
    EXPECT_THROW(moments.add(lowest), ContractViolation);
    EXPECT_THROW(moments.merge(of({lowest})), ContractViolation);
    EXPECT_THROW(Moments().add(lowest, 5), ContractViolation);
    EXPECT_EQ(moments, of({lowest, lowest, lowest}));
}

}  // namespace
}  // namespace greenlane::kpi
