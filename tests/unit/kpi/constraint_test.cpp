#include "greenlane/kpi/constraint.h"

#include "support/draws.h"

#include <array>
#include <cmath>
#include <vector>

#include <boost/math/distributions/students_t.hpp>
#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using Values = std::vector<std::optional<double>>;

TEST(ConfidenceAtMost, IsStudentsWithoutSkewness) {
    const Values values{-2, -1, std::nullopt, 0, 1, 2};
    const boost::math::students_t law(4);
    const double se = std::sqrt(2.5 / 5);
    for (const double limit : {-1.0, 0.0, 0.5, 3.0}) {
        EXPECT_NEAR(*confidence_at_most(values, limit), cdf(law, limit / se), 1e-14);
    }
}

TEST(ConfidenceAtMost, MeetsTheIntervalThatIsReported) {
    // Mild skewness, so that the stop at 2.5 q does not show.
    const Values mild{1, 2, 3, 4, 5, 6, 7, 8, 9, 11};
    const auto figure = estimate(mild);
    EXPECT_NEAR(*confidence_at_most(mild, figure->interval->high), 0.975, 1e-12);
    EXPECT_NEAR(*confidence_at_most(mild, figure->interval->low), 0.025, 1e-12);
}

TEST(ConfidenceAtMost, MeetsTheShortSideOfTheInterval) {
    const Values skewed{0.3, 0.4, 0.4, 0.5, 0.7, 0.9, 1.1, 1.6, 2.0, 4.5};
    const double low = estimate(skewed)->interval->low;
    EXPECT_NEAR(*confidence_at_most(skewed, low), 0.025, 1e-12);
    Values mirrored;
    for (const auto& value : skewed) {
        mirrored.emplace_back(-*value);
    }
    EXPECT_NEAR(*confidence_at_most(mirrored, -low), 0.975, 1e-12);
}

TEST(ConfidenceAtMost, IsNeverSurerThanTheInterval) {
    test::Draws draws(41);
    int sure = 0;
    for (int sample = 0; sample < 2000; ++sample) {
        Values values(8);
        for (auto& value : values) {
            value = std::exp(draws.normal());
        }
        const double limit = 6 * draws.uniform();
        if (*confidence_at_most(values, limit) >= 0.975) {
            EXPECT_LE(estimate(values)->interval->high, limit * (1 + 1e-12));
            ++sure;
        }
    }
    EXPECT_GT(sure, 100);
}

TEST(ConfidenceAtMost, GrowsWithTheLimitAndMirrors) {
    const Values skewed{0.1, 0.2, 0.2, 0.3, 0.5, 0.8, 1.1, 1.9, 2.8, 4.5};
    Values mirrored;
    for (const auto& value : skewed) {
        mirrored.emplace_back(-*value);
    }
    double last = 0;
    for (double limit = -5; limit <= 10; limit += 0.25) {
        const double now = *confidence_at_most(skewed, limit);
        EXPECT_GE(now, last);
        EXPECT_NEAR(now, 1 - *confidence_at_most(mirrored, -limit), 1e-13);
        last = now;
    }
    EXPECT_GT(last, 0.999);
}

/// How often a mean at its limit is called satisfied with 95 % confidence, in percent, by the table
/// of kpi/constraint.h: 20,000 samples each, z = 3.29 and half a unit of its last digit.
TEST(ConfidenceAtMost, PassesWhatIsAtTheLimitAsOftenAsIsDocumented) {
    struct Row {
        const char* law;
        double (*draw)(test::Draws&);
        double mean;
        std::array<double, 4> percent;  ///< of 2, 4, 10 and 20 replications
    };
    const std::array<Row, 3> rows{{
        {"normal", [](test::Draws& draws) { return draws.normal(); }, 0, {5.0, 4.4, 4.8, 5.0}},
        {"exponential",
         [](test::Draws& draws) { return draws.exponential(); },
         1,
         {14.0, 10.4, 5.6, 4.4}},
        {"lognormal, 1",
         [](test::Draws& draws) { return std::exp(draws.normal()); },
         std::exp(0.5),
         {18.1, 15.1, 8.8, 6.7}},
    }};
    constexpr std::array<std::size_t, 4> sizes{2, 4, 10, 20};
    constexpr int samples = 20000;
    test::Draws draws(42);
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            int passed = 0;
            Values values(sizes[i]);
            for (int sample = 0; sample < samples; ++sample) {
                for (auto& value : values) {
                    value = row.draw(draws);
                }
                passed += *confidence_at_most(values, row.mean) >= 0.95;
            }
            const double share = row.percent[i] / 100;
            EXPECT_NEAR(100.0 * passed / samples, row.percent[i],
                        0.05 + 329 * std::sqrt(share * (1 - share) / samples))
                << row.law << ", " << sizes[i] << " replications";
        }
    }
}

TEST(ConfidenceAtMost, OfEqualOrFewValues) {
    EXPECT_EQ(confidence_at_most(Values{2, 2}, 2), 1);
    EXPECT_EQ(confidence_at_most(Values{2, 2}, 1.9), 0);
    EXPECT_EQ(confidence_at_most(Values{2}, 3), std::nullopt);
    EXPECT_EQ(confidence_at_most({}, 3), std::nullopt);
}

}  // namespace
}  // namespace greenlane::kpi
