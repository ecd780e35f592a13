#include "greenlane/screening/logistic_model.h"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

const LogisticModel model{-1, {2, -0.5}, {1, 10}, {0.5, 4}, {4, 1, 0, 1, 3, -1, 0, -1, 2}};

TEST(LogisticModel, margins_are_of_standardised_features_and_the_unknown_is_the_mean) {
    const FeatureMatrix rows{2, {2, 6, NAN, 18}};
    std::vector<double> out(2);
    margins(model, rows, out);
    EXPECT_DOUBLE_EQ(out[0], -1 + 2 * 2 + 0.5 * 1);
    EXPECT_DOUBLE_EQ(out[1], -1 - 0.5 * 2);
    EXPECT_EQ(contributions(model, rows.row(0)), (std::vector{4.0, 0.5}));
    EXPECT_EQ(contributions(model, rows.row(1)), (std::vector{0.0, -1.0}));
}

TEST(LogisticModel, the_standard_error_is_by_the_covariance) {
    // z = (1, 2, -1): 4 + 2 * 2 * 1 + 4 * 3 + 2 * 2 + 2.
    const std::array<float, 2> row = {2, 6};
    EXPECT_DOUBLE_EQ(standard_error(model, row), std::sqrt(26));
}

TEST(LogisticModel, mistakes_are_named) {
    EXPECT_EQ(fault(model), "");
    const auto refused = [](auto damage) {
        LogisticModel damaged = model;
        damage(damaged);
        return !fault(damaged).empty();
    };
    EXPECT_TRUE(refused([](LogisticModel& m) { m.means.pop_back(); }));
    EXPECT_TRUE(refused([](LogisticModel& m) { m.deviations[0] = 0; }));
    EXPECT_TRUE(refused([](LogisticModel& m) { m.coefficients[1] = NAN; }));
    EXPECT_TRUE(refused([](LogisticModel& m) { m.intercept = INFINITY; }));
    EXPECT_TRUE(refused([](LogisticModel& m) { m.covariance.pop_back(); }));
    EXPECT_TRUE(refused([](LogisticModel& m) { m.covariance[0] = NAN; }));
    EXPECT_FALSE(refused([](LogisticModel& m) { m.covariance.clear(); }));
}

}  // namespace
}  // namespace greenlane::screening
