#include "greenlane/random/law.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/draw.h"

#include "support/reference_values.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/math/distributions/normal.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::random {
namespace {

using Quantile = std::function<long double(long double u, long double rest)>;

struct Case {
    std::string name;
    Law law;
    Quantile exact;  // of u and 1 - u; empty where there is no closed form to compare with

    friend void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }
};

Quantile lognormal_quantile(long double mean, long double sd) {
    const long double squared_sigma = std::log1p(sd * sd / (mean * mean));
    const long double median = std::log(mean) - squared_sigma / 2;
    return [=](long double u, long double rest) {
        const boost::math::normal_distribution<long double> normal(0, 1);
        const long double z = u < 0.5L ? quantile(normal, u) : quantile(complement(normal, rest));
        return std::exp(median + std::sqrt(squared_sigma) * z);
    };
}

Quantile weibull_quantile(long double mean, long double shape) {
    const long double scale = mean / std::tgamma(1 + 1 / shape);
    return [=](long double u, long double rest) {
        const long double logarithm = u < 0.5L ? std::log1p(-u) : std::log(rest);
        return scale * std::pow(-logarithm, 1 / shape);
    };
}

Quantile triangular_quantile(long double low, long double mode, long double high) {
    return [=](long double u, long double rest) {
        if (u * (high - low) < mode - low) {
            return low + std::sqrt(u * (high - low) * (mode - low));
        }
        // high - sqrt(a) = (high^2 - a) / (high + sqrt(a)), written for low = mode = 0 too.
        const long double a = rest * (high - low) * (high - mode);
        const long double span = high - mode;
        const long double drop = span * (mode - low) - u * (high - low) * span;
        return mode - drop / (span + std::sqrt(a));
    };
}

std::vector<Case> closed_forms() {
    return {
        {"deterministic", Law::deterministic(42), [](auto, auto) { return 42.0L; }},
        {"exponential", Law::exponential(60000),
         [](long double u, long double rest) {
             return -60000 * (u < 0.5L ? std::log1p(-u) : std::log(rest));
         }},
        {"lognormal", Law::lognormal(8, 4), lognormal_quantile(8, 4)},
        {"lognormal_narrow", Law::lognormal(1000, 1e-3), lognormal_quantile(1000, 1e-3L)},
        {"lognormal_wide", Law::lognormal(3, 900), lognormal_quantile(3, 900)},
        {"weibull_steep", Law::weibull(5, 0.1), weibull_quantile(5, 0.1)},
        {"weibull_half", Law::weibull(5, 0.5), weibull_quantile(5, 0.5)},
        {"weibull_one", Law::weibull(5, 1), weibull_quantile(5, 1)},
        {"weibull", Law::weibull(5, 3.6), weibull_quantile(5, 3.6)},
        {"weibull_flat", Law::weibull(5, 1e6), weibull_quantile(5, 1e6)},
        {"uniform", Law::uniform(2, 5), [](long double u, auto) { return 2 + 3 * u; }},
        {"uniform_from_zero", Law::uniform(0, 1e-3), [](long double u, auto) { return 1e-3 * u; }},
        {"triangular", Law::triangular(1, 2, 5), triangular_quantile(1, 2, 5)},
        {"triangular_rising", Law::triangular(0, 3, 3), triangular_quantile(0, 3, 3)},
        {"triangular_falling", Law::triangular(0, 0, 3), triangular_quantile(0, 0, 3)},
    };
}

std::vector<Case> all_laws() {
    std::vector<Case> cases = closed_forms();
    cases.push_back({"gamma", Law::gamma(60, 2), {}});
    cases.push_back({"gamma_steep", Law::gamma(60, 0.3), {}});
    cases.push_back({"empirical", Law::empirical({7, 1, 4}, {1, 2, 1}), {}});
    cases.push_back({"geometric", Law::geometric(3.5), {}});
    cases.push_back(
        {"mixture",
         Law::mixture(
             {{0.2, Law::deterministic(3)}, {0.5, Law::gamma(60, 2)}, {0.3, Law::exponential(5)}}),
         {}});
    return cases;
}

/// Both tails down to 2^-53, and some places between.
std::vector<double> places() {
    std::vector<double> u;
    for (int exponent = 1; exponent <= 53; ++exponent) {
        for (const double part : {1.0, 1.23, 1.5, 1.87}) {
            const double tail = std::ldexp(part, -exponent - (part > 1.0 ? 1 : 0));
            u.push_back(tail);
            u.push_back(1.0 - tail < 1.0 ? 1.0 - tail : 1.0 - 0x1p-53);
        }
    }
    u.push_back(0x1p-54);
    std::sort(u.begin(), u.end());
    return u;
}

std::vector<Case> all_laws_but(std::initializer_list<std::string_view> names) {
    std::vector<Case> cases = all_laws();
    std::erase_if(cases, [&](const Case& one) {
        return std::find(names.begin(), names.end(), one.name) != names.end();
    });
    return cases;
}

class EveryLaw : public testing::TestWithParam<Case> {};
class MonotoneLaw : public testing::TestWithParam<Case> {};
class LawWithLightTails : public testing::TestWithParam<Case> {};
class ClosedForm : public testing::TestWithParam<Case> {};

std::string name_of(const testing::TestParamInfo<Case>& info) {
    return info.param.name;
}

TEST_P(ClosedForm, IsWithinItsStatedErrorInBothTails) {
    const Law& law = GetParam().law;
    EXPECT_LT(law.relative_error(), 1e-12);
    for (const double u : places()) {
        const long double exact = GetParam().exact(u, 1.0L - static_cast<long double>(u));
        ASSERT_LE(std::abs(law.quantile(u) - exact), law.relative_error() * exact) << "u = " << u;
    }
}

INSTANTIATE_TEST_SUITE_P(Law, ClosedForm, testing::ValuesIn(closed_forms()), name_of);

TEST_P(EveryLaw, GivesTheSameBitsInABlock) {
    const Law& law = GetParam().law;
    std::vector<std::uint64_t> words(600);
    std::vector<double> values(words.size());
    draw_range(make_key(3, 0), 0, {Purpose::service}, words, {});
    uniforms(words, values);
    values[0] = 0x1p-53;
    values[5] = 1.0 - 0x1p-53;
    for (std::size_t size = 0; size <= words.size(); size += size < 40 ? 1 : 93) {
        const std::vector<double> u(values.begin(), values.begin() + size);
        std::vector<double> out(size);
        law.quantiles(u, out);
        std::vector<double> in_place = u;
        law.quantiles(in_place, in_place);
        for (std::size_t i = 0; i < size; ++i) {
            ASSERT_EQ(out[i], law.quantile(u[i])) << "place " << i << " of " << size;
            ASSERT_EQ(in_place[i], out[i]) << "place " << i << " of " << size;
        }
    }
}

TEST_P(MonotoneLaw, IsFiniteAndDoesNotDecrease) {
    const Law& law = GetParam().law;
    double before = 0.0;
    for (const double u : places()) {
        const double value = law.quantile(u);
        ASSERT_TRUE(std::isfinite(value));
        ASSERT_GE(value, before * (1.0 - law.relative_error())) << "u = " << u;
        before = value;
    }
}

TEST_P(LawWithLightTails, HasTheMomentsOfItsQuantiles) {
    const Law& law = GetParam().law;
    // The midpoint rule, octave by octave of both tails.
    double mean = 0.0;
    double square = 0.0;
    const auto add = [&](double begin, double end, bool upper) {
        constexpr int cells = 1 << 9;
        for (int cell = 0; cell < cells; ++cell) {
            const double width = (end - begin) / cells;
            const double tail = begin + (cell + 0.5) * width;
            const double value = law.quantile(upper ? 1.0 - tail : tail);
            const double distance = value - law.mean();
            mean += width * distance;
            square += width * distance * distance;
        }
    };
    for (const bool upper : {false, true}) {
        for (int exponent = 1; exponent <= 40; ++exponent) {
            add(std::ldexp(0.5, -exponent), std::ldexp(1.0, -exponent), upper);
        }
    }
    const double tolerance = 2e-3 * std::sqrt(law.variance()) + 1e-12 * law.mean();
    EXPECT_NEAR(mean, 0.0, tolerance);
    EXPECT_NEAR(square, law.variance(), 5e-3 * law.variance() + 1e-20);
}

INSTANTIATE_TEST_SUITE_P(Law, EveryLaw, testing::ValuesIn(all_laws()), name_of);
// A mixture does not decrease within each part only; its moments have a test of their own.
INSTANTIATE_TEST_SUITE_P(Law, MonotoneLaw, testing::ValuesIn(all_laws_but({"mixture"})), name_of);
// The moments of the others lie in good part beyond the largest uniform.
INSTANTIATE_TEST_SUITE_P(
    Law, LawWithLightTails,
    testing::ValuesIn(all_laws_but({"mixture", "lognormal_wide", "weibull_steep"})), name_of);

TEST(Law, MatchesTheReference) {
    const auto reference = test::reference_case("coverage_and_traps", "samplers");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    const double scale = std::tgamma(1 + 1 / 0.7);
    const std::vector<std::pair<std::string, Law>> laws{
        {"exp_mean2", Law::exponential(2)},
        {"lognormal_mean1_cv2_2", Law::lognormal(1, std::sqrt(2))},
        {"gamma_shape.5_scale2", Law::gamma(1, 0.5)},
        {"erlang2_mean1", Law::gamma(1, 2)},
        {"weibull_k.7", Law::weibull(scale, 0.7)},
        {"triangular_0_1_4", Law::triangular(0, 1, 4)},
    };
    for (const auto& [name, law] : laws) {
        SCOPED_TRACE(name);
        const auto& values = reference->at("values").at(name);
        const auto expect_near = [&](double found, const char* key, double error) {
            const auto expected = values.at(key).get<double>();
            EXPECT_NEAR(found, expected, error * expected) << key;
        };
        expect_near(law.mean(), "mean", 1e-12);
        expect_near(law.variance(), "var", 1e-12);
        const double error = law.relative_error() + 1e-12;
        expect_near(law.quantile(0.01), "p01", error);
        expect_near(law.quantile(0.50), "p50", error);
        expect_near(law.quantile(0.95), "p95", error);
        expect_near(law.quantile(0.999), "p999", error);
    }
}

TEST(EmpiricalLaw, GivesEachValueItsShare) {
    const Law law = Law::empirical({7, 1, 4, 9}, {1, 2, 1, 0});
    EXPECT_EQ(law.quantile(0x1p-53), 1);
    EXPECT_EQ(law.quantile(0.5), 1);
    EXPECT_EQ(law.quantile(std::nextafter(0.5, 1.0)), 4);
    EXPECT_EQ(law.quantile(0.75), 4);
    EXPECT_EQ(law.quantile(std::nextafter(0.75, 1.0)), 7);
    EXPECT_EQ(law.quantile(1.0 - 0x1p-53), 7);
    EXPECT_EQ(law.mean(), 3.25);
    EXPECT_EQ(law.variance(), (2 * 2.25 * 2.25 + 0.75 * 0.75 + 3.75 * 3.75) / 4);
    EXPECT_EQ(law.relative_error(), 0.0);
}

TEST(EmpiricalLaw, WeighsEquallyWithoutWeights) {
    for (std::size_t size = 1; size <= 33; ++size) {
        std::vector<double> values(size);
        for (std::size_t i = 0; i < size; ++i) {
            values[i] = static_cast<double>(size - i);
        }
        const Law law = Law::empirical(values, {});
        for (std::size_t i = 0; i < size; ++i) {
            ASSERT_EQ(law.quantile((static_cast<double>(i) + 0.5) / static_cast<double>(size)),
                      static_cast<double>(i + 1));
        }
    }
}

TEST(GeometricLaw, CountsTrialsToTheFirstSuccess) {
    const Law law = Law::geometric(4);
    double reached = 0.0;
    for (int k = 1; k <= 40; ++k) {
        EXPECT_EQ(law.quantile(reached + 1e-12), k);
        reached = 1.0 - std::pow(0.75, k);
        EXPECT_EQ(law.quantile(reached - 1e-12), k);
    }
    EXPECT_EQ(law.quantile(0x1p-54), 1);
    EXPECT_EQ(law.variance(), 12);
    EXPECT_EQ(Law::geometric(1).quantile(1.0 - 0x1p-53), 1);
}

TEST(MixtureLaw, PicksAPartByItsShareAndSpreadsItsUniform) {
    const Law law = Law::mixture(
        {{1, Law::uniform(10, 20)}, {0, Law::deterministic(99)}, {3, Law::exponential(2)}});
    EXPECT_DOUBLE_EQ(law.quantile(0.125), 15);
    EXPECT_NEAR(law.quantile(0x1p-53), 10, 1e-14);
    EXPECT_NEAR(law.quantile(0.25), 20, 1e-14);
    EXPECT_DOUBLE_EQ(law.quantile(0.625), Law::exponential(2).quantile(0.5));
    EXPECT_GT(law.quantile(std::nextafter(0.25, 1.0)), 0.0);
    // The end of a part's share is the part's largest uniform, not 1.
    const Law other = Law::mixture({{1, Law::exponential(2)}, {3, Law::uniform(10, 20)}});
    EXPECT_EQ(other.quantile(0.25), Law::exponential(2).quantile(1.0 - 0x1p-53));
    EXPECT_DOUBLE_EQ(law.mean(), (15 + 3 * 2) / 4.0);
    EXPECT_DOUBLE_EQ(law.variance(), (100 / 12.0 + 225 + 3 * 8) / 4.0 - 5.25 * 5.25);
}

TEST(Law, RefusesWhatIsNotALaw) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double bad : {-1.0, nan, infinity}) {
        EXPECT_THROW(Law::deterministic(bad), ContractViolation);
        EXPECT_THROW(Law::empirical({1, bad}, {}), ContractViolation);
        EXPECT_THROW(Law::empirical({1, 2}, {1, bad}), ContractViolation);
        EXPECT_THROW(Law::mixture({{bad, Law::exponential(1)}}), ContractViolation);
        EXPECT_THROW(Law::uniform(bad, 3), ContractViolation);
        EXPECT_THROW(Law::triangular(bad, 2, 3), ContractViolation);
    }
    for (const double bad : {0.0, -1.0, nan, infinity}) {
        EXPECT_THROW(Law::exponential(bad), ContractViolation);
        EXPECT_THROW(Law::lognormal(bad, 1), ContractViolation);
        EXPECT_THROW(Law::lognormal(1, bad), ContractViolation);
        EXPECT_THROW(Law::gamma(bad, 2), ContractViolation);
        EXPECT_THROW(Law::gamma(1, bad), ContractViolation);
        EXPECT_THROW(Law::weibull(bad, 2), ContractViolation);
        EXPECT_THROW(Law::weibull(1, bad), ContractViolation);
        EXPECT_THROW(Law::geometric(bad), ContractViolation);
    }
    EXPECT_THROW(Law::gamma(1, 0.5 * Law::smallest_shape), ContractViolation);
    EXPECT_THROW(Law::weibull(1, 2 * Law::largest_shape), ContractViolation);
    EXPECT_THROW(Law::geometric(0.99), ContractViolation);
    EXPECT_THROW(Law::uniform(3, 3), ContractViolation);
    EXPECT_THROW(Law::triangular(1, 4, 3), ContractViolation);
    EXPECT_THROW(Law::triangular(2, 1, 3), ContractViolation);
    EXPECT_THROW(Law::empirical({}, {}), ContractViolation);
    EXPECT_THROW(Law::empirical({1, 2}, {1}), ContractViolation);
    EXPECT_THROW(Law::empirical({1, 2}, {0, 0}), ContractViolation);
    EXPECT_THROW(Law::mixture({}), ContractViolation);
    EXPECT_THROW(Law::mixture({{0, Law::exponential(1)}}), ContractViolation);
}

TEST(Law, RefusesSpansOfUnequalLength) {
    const std::vector<double> u(3, 0.5);
    std::vector<double> out(2);
    EXPECT_THROW(Law::exponential(1).quantiles(u, out), ContractViolation);
}

}  // namespace
}  // namespace greenlane::random
