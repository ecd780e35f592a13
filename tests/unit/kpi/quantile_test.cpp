#include "greenlane/kpi/quantile.h"

#include "greenlane/core/contract.h"

#include "support/reference_values.h"

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

std::vector<double> one_to(int n) {
    std::vector<double> values(static_cast<std::size_t>(n));
    std::iota(values.begin(), values.end(), 1);
    return values;
}

TEST(Quantile, TypesDifferAsHyndmanAndFanSay) {
    const std::vector<double> p90{9, 9.5, 9, 9, 9.5, 9.9, 9.1, 9 + 19.0 / 30, 9.6};
    const std::vector<double> p25{3, 3, 2, 2.5, 3, 2.75, 3.25, 2 + 11.0 / 12, 2.9375};
    for (std::size_t i = 0; i < quantile_type_count; ++i) {
        const auto type = static_cast<QuantileType>(i + 1);
        SCOPED_TRACE(name(type));
        EXPECT_NEAR(quantile(one_to(10), 0.9, type), p90[i], 1e-14);
        EXPECT_NEAR(quantile(one_to(10), 0.25, type), p25[i], 1e-14);
        EXPECT_EQ(quantile(one_to(10), 0, type), 1);
        EXPECT_EQ(quantile(one_to(10), 1, type), 10);
        EXPECT_EQ(quantile(std::vector<double>{4}, 0.3, type), 4);
    }
    EXPECT_EQ(name(QuantileType::median_unbiased), "type 8");
    EXPECT_THROW(quantile({}, 0.5, QuantileType::hazen), ContractViolation);
}

TEST(Quantile, TypesMatchTheReference) {
    const auto reference = test::comparison_case("oa_quantile_types");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    for (std::size_t i = 1; i <= quantile_type_count; ++i) {
        const auto& values = reference->at("values").at("type" + std::to_string(i));
        for (const auto& [level, value] : values.items()) {
            EXPECT_NEAR(quantile(one_to(10), std::stod(level.substr(1)) / 100,
                                 static_cast<QuantileType>(i)),
                        value.get<double>(), 1e-14)
                << i << ' ' << level;
        }
    }
}

TEST(Quantile, RanksAreNotMovedByRounding) {
    const auto hundred = one_to(100);
    EXPECT_GT(0.07 * 100, 7);
    EXPECT_LT(0.29 * 100, 29);
    EXPECT_EQ(quantile(hundred, 0.07, QuantileType::inverse), 7);
    EXPECT_EQ(quantile(hundred, 0.29, QuantileType::inverse), 29);
    EXPECT_EQ(quantile(hundred, 0.07, QuantileType::averaged_inverse), 7.5);
    EXPECT_EQ(quantile(hundred, 0.29, QuantileType::averaged_inverse), 29.5);
    EXPECT_EQ(quantile(hundred, 0.0701, QuantileType::inverse), 8);
}

TEST(QuantileRanks, MatchTheReference) {
    const auto reference = test::comparison_case("oa_quantile_orderstat");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    for (const auto& [id, values] : reference->at("values").items()) {
        SCOPED_TRACE(id);
        const auto split = id.find("_p");
        const auto n = std::stoul(id.substr(1, split - 1));
        const auto ranks = quantile_ranks(n, std::stod(id.substr(split + 2)));
        EXPECT_EQ(ranks.low, values.at("lower_rank").get<std::size_t>());
        if (values.at("exact_coverage").is_number()) {
            EXPECT_EQ(ranks.high, values.at("upper_rank").get<std::size_t>());
            EXPECT_NEAR(ranks.coverage, values.at("exact_coverage").get<double>(), 1e-12);
        } else {
            EXPECT_EQ(ranks.high, std::nullopt);
        }
    }
}

TEST(QuantileRanks, OfTheMedianByHand) {
    // n = 6: P(B = 0) = 1/64 <= 0.025, P(B <= 1) = 7/64; so ranks 1 and 6, coverage 62/64
    const auto six = quantile_ranks(6, 0.5);
    EXPECT_EQ(six.low, 1);
    EXPECT_EQ(six.high, 6);
    EXPECT_NEAR(six.coverage, 62.0 / 64, 1e-15);
    // n = 5: P(B = 0) = 1/32 > 0.025
    const auto five = quantile_ranks(5, 0.5);
    EXPECT_EQ(five.low, std::nullopt);
    EXPECT_EQ(five.high, std::nullopt);
    EXPECT_EQ(five.coverage, 1);
}

TEST(QuantileInterval, TakesTheValuesAtTheRanks) {
    EXPECT_EQ(quantile_interval(one_to(100), 0.5), (Interval{40, 61}));
    const Interval upper = quantile_interval(one_to(100), 0.99);
    EXPECT_EQ(upper, (Interval{97, std::numeric_limits<double>::infinity()}));
}

}  // namespace
}  // namespace greenlane::kpi
