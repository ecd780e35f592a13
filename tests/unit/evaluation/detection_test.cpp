#include "greenlane/evaluation/detection.h"

#include "greenlane/kpi/proportion.h"

#include <cmath>

#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

constexpr double digits = 1e-12;

/// det_hyper_a of the reference values: 50 of 1,000 opened, 20 infested.
TEST(Detection, finds_follow_the_hypergeometric_law) {
    const HitCount hits = hit_count({1000, 20}, 50);
    EXPECT_NEAR(hits.mean, 1.0, digits);
    EXPECT_NEAR(hits.variance, 0.9319319319319319, digits);
    const double expected[] = {0.35487085545772906, 0.381171702962115,    0.19038136022410357,
                               0.05876723659650785, 0.012568260717507966, 0.0019786609386279923};
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        EXPECT_NEAR(hits.probabilities[i], expected[i], digits) << i;
    }
    EXPECT_EQ(hits.probabilities.size(), 21u);
    EXPECT_NEAR(hits.at_least(1), 0.6451291445422709, digits);
    EXPECT_NEAR(hits.at_least(2), 0.2639574415801559, digits);
    EXPECT_EQ(hits.at_least(22), 0);
    EXPECT_EQ(hits.quantile(0.05), 0u);
    EXPECT_EQ(hits.quantile(0.95), 3u);
    EXPECT_NEAR(detection_probability({1000, 20}, 50), 0.6451291445422709, digits);
}

/// det_hyper_b: the same with sensitivity 0.9.
TEST(Detection, an_inspection_that_misses_thins_the_law) {
    const HitCount hits = hit_count({1000, 20}, 50, 0.9);
    EXPECT_NEAR(hits.mean, 0.9, digits);
    EXPECT_NEAR(hits.variance, 0.8448648648648651, digits);
    const double expected[] = {0.3949518834455294, 0.37895604201454214,  0.16911647768729132,
                               0.0466539897733386, 0.008919061235758502, 0.001255463036448355};
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        EXPECT_NEAR(hits.probabilities[i], expected[i], digits) << i;
    }
    EXPECT_NEAR(hits.at_least(2), 0.2260920745399284, digits);
    EXPECT_EQ(hits.quantile(0.95), 3u);
    EXPECT_NEAR(detection_probability({1000, 20}, 50, 0.9), 0.6050481165544705, digits);
}

/// ISPM 31, appendix 2, table 1: 95 % confidence, infestations of 5, 2 and 1 %.
TEST(Detection, sample_sizes_are_those_of_ispm_31) {
    const auto size = [](std::uint64_t units, double rate) {
        return sample_size({units, infested_units(units, rate)}, 0.95);
    };
    EXPECT_EQ(size(1000, 0.01), 258u);
    EXPECT_EQ(size(25, 0.05), 24u);
    EXPECT_EQ(size(50, 0.05), 39u);
    EXPECT_EQ(size(50, 0.02), 48u);
    EXPECT_EQ(size(100, 0.05), 45u);
    EXPECT_EQ(size(100, 0.02), 78u);
    EXPECT_EQ(size(100, 0.01), 95u);
    EXPECT_EQ(size(200, 0.01), 155u);
    EXPECT_EQ(size(300, 0.01), 189u);
    EXPECT_EQ(size(400, 0.01), 211u);
    EXPECT_EQ(size(500, 0.01), 225u);
    EXPECT_EQ(size(200'000, 0.01), 298u);
    EXPECT_EQ(size(50, 0.01), std::nullopt);  // no unit is infested
}

TEST(Detection, a_sample_size_is_the_smallest_that_is_enough) {
    for (const double sensitivity : {1.0, 0.8, 0.3}) {
        for (const std::uint64_t infested : {3u, 17u, 250u}) {
            const Lot lot{977, infested};
            const auto opened = sample_size(lot, 0.9, sensitivity);
            if (!opened) {
                EXPECT_LT(1 - std::pow(1 - sensitivity, infested), 0.9);
                continue;
            }
            EXPECT_GE(detection_probability(lot, *opened, sensitivity), 0.9);
            EXPECT_LT(detection_probability(lot, *opened - 1, sensitivity), 0.9);
        }
    }
}

TEST(Detection, what_an_inspection_misses_no_sample_makes_up_for) {
    EXPECT_EQ(sample_size({100, 1}, 0.95, 0.9), std::nullopt);
    EXPECT_NEAR(detection_probability({100, 1}, 100, 0.9), 0.9, digits);
    EXPECT_EQ(sample_size({100, 100}, 0.95), 1u);
    EXPECT_EQ(sample_size({0, 0}, 0.95), std::nullopt);
}

TEST(Detection, detectable_units_invert_sample_sizes) {
    EXPECT_EQ(detectable_units(1000, 258, 0.95), 10u);
    EXPECT_EQ(detectable_units(1000, 257, 0.95), 11u);
    EXPECT_EQ(detectable_units(1000, 0, 0.95), std::nullopt);
    EXPECT_EQ(detectable_units(10, 10, 0.95, 0.5), 5u);  // 1 - 0.5^5 = 0.969
}

TEST(Detection, rates_of_infestation_survive_binary_fractions) {
    EXPECT_EQ(infested_units(100, 0.29), 29u);  // 28.999999999999996
    EXPECT_EQ(infested_units(1000, 0.0019), 1u);
    EXPECT_EQ(infested_units(7, 1), 7u);
}

TEST(Detection, a_lottery_detects_a_rate) {
    EXPECT_EQ(lottery_size(0.01, 0.95), 299u);
    EXPECT_EQ(lottery_size(0.001, 0.95), 2995u);
    EXPECT_EQ(lottery_size(0.02, 0.95, 0.5), 299u);
    EXPECT_EQ(lottery_size(1, 0.95), 1u);
    EXPECT_EQ(lottery_size(0.5, 0.75), 2u);  // exactly 1 - 0.5^2
    for (const std::uint64_t size : {30u, 299u, 4321u}) {
        const double rate = *kpi::smallest_detectable_rate(size);
        EXPECT_EQ(lottery_size(rate * (1 + 1e-9), 0.95), size);
        EXPECT_EQ(lottery_size(rate * (1 - 1e-9), 0.95), size + 1);
    }
}

}  // namespace
}  // namespace greenlane::evaluation
