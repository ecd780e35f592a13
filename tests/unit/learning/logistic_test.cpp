#include "greenlane/learning/logistic.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

namespace greenlane::learning {

namespace {

using screening::FeatureMatrix;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

double fraction(double x) {
    return x - std::floor(x);
}

/// 200 rows of two features by Weyl's sequences.
struct Sample {
    FeatureMatrix features{2, {}};
    std::vector<std::uint8_t> violation;

    Sample() {
        for (int i = 0; i < 200; ++i) {
            const auto first = static_cast<float>(fraction(i * 0.6180339887498949) * 4 - 2);
            const auto second = static_cast<float>(fraction(i * 0.4142135623730950) * 10);
            features.values.insert(features.values.end(), {first, second});
            const double margin = -1 + 1.2 * double{first} + 0.1 * double{second};
            violation.push_back(fraction(i * 0.7320508075688772) < 1 / (1 + std::exp(-margin)));
        }
    }
};

double error(const LogisticFit& fit, std::size_t j) {
    const std::size_t columns = fit.model.coefficients.size() + 1;
    return std::sqrt(fit.model.covariance[j * columns + j]);
}

TEST(Logistic, EqualsTheMaximumOfTheLikelihood) {
    const Sample sample;
    const LogisticFit fit = fit_logistic(sample.features, sample.violation, {}, 0);
    EXPECT_TRUE(fit.converged);
    EXPECT_FALSE(fit.separated);
    // Twenty Newton steps of numpy; scikit-learn 1.2 agrees to the eight digits of its solver.
    EXPECT_NEAR(fit.model.intercept, -0.5070501320491879, 1e-12);
    EXPECT_NEAR(fit.model.coefficients[0], 1.3799530645996643, 1e-12);
    EXPECT_NEAR(fit.model.coefficients[1], 0.37221118532983644, 1e-12);
    EXPECT_NEAR(error(fit, 0), 0.17747458244108538, 1e-12);
    EXPECT_NEAR(error(fit, 1), 0.20650749779506977, 1e-12);
    EXPECT_NEAR(error(fit, 2), 0.177224648294616, 1e-12);
    EXPECT_NEAR(intervals(fit.model)[1].low, 1.3799530645996643 - 1.959963984540054 * error(fit, 1),
                1e-12);
}

TEST(Logistic, RidgeShrinksAllButTheIntercept) {
    const Sample sample;
    const LogisticFit fit = fit_logistic(sample.features, sample.violation);
    EXPECT_NEAR(fit.model.intercept, -0.49472507590217246, 1e-12);
    EXPECT_NEAR(fit.model.coefficients[0], 1.3227991497427427, 1e-12);
    EXPECT_NEAR(fit.model.coefficients[1], 0.35335126604928735, 1e-12);
    EXPECT_NEAR(error(fit, 1), 0.19747623241639234, 1e-12);
}

TEST(Logistic, CountsWeightsAsRows) {
    const Sample sample;
    Sample twice;
    twice.features.values.insert(twice.features.values.end(), sample.features.values.begin(),
                                 sample.features.values.end());
    twice.violation.insert(twice.violation.end(), sample.violation.begin(), sample.violation.end());
    const std::vector<double> weight(200, 2);
    const LogisticFit doubled = fit_logistic(sample.features, sample.violation, weight);
    const LogisticFit repeated = fit_logistic(twice.features, twice.violation);
    EXPECT_NEAR(doubled.model.coefficients[0], repeated.model.coefficients[0], 1e-12);
    EXPECT_NEAR(error(doubled, 1), error(repeated, 1), 1e-12);
}

TEST(Logistic, TakesUnknownCellsForTheMean) {
    Sample sample;
    sample.features.values[7] = unknown;
    const LogisticFit fit = fit_logistic(sample.features, sample.violation);
    sample.features.values[7] = static_cast<float>(fit.model.means[1]);
    const LogisticFit filled = fit_logistic(sample.features, sample.violation);
    // The filled-in cell narrows the deviation by a four-hundredth: the same regression in other
    // units, but for the ridge.
    EXPECT_NEAR(fit.model.coefficients[1] / fit.model.deviations[1],
                filled.model.coefficients[1] / filled.model.deviations[1], 1e-4);
}

TEST(Logistic, NamesFeaturesThatSayNothingNew) {
    const Sample sample;
    FeatureMatrix wide{6, {}};
    for (std::size_t row = 0; row < 200; ++row) {
        const float a = sample.features.row(row)[0];
        const float b = sample.features.row(row)[1];
        wide.values.insert(wide.values.end(), {3.1F, a, b, 2 * a - b + 5, unknown, a});
    }
    const LogisticFit fit = fit_logistic(wide, sample.violation, {}, 0);
    EXPECT_THAT(fit.constant, ElementsAre(0, 4));
    EXPECT_THAT(fit.collinear, ElementsAre(3, 5));
    EXPECT_TRUE(fit.converged);
    EXPECT_NEAR(fit.model.coefficients[1], 1.3799530645996643, 1e-12);
    EXPECT_NEAR(fit.model.coefficients[2], 0.37221118532983644, 1e-12);
    EXPECT_THAT((std::vector{fit.model.coefficients[0], fit.model.coefficients[3],
                             fit.model.coefficients[4], fit.model.coefficients[5]}),
                testing::Each(0));
}

TEST(Logistic, OfConstantFeaturesIsTheBaseRate) {
    const FeatureMatrix features{1, std::vector<float>(8, 4.0F)};
    const std::vector<std::uint8_t> violation = {1, 0, 0, 0, 1, 0, 0, 0};
    const LogisticFit fit = fit_logistic(features, violation);
    EXPECT_NEAR(fit.model.intercept, std::log(1.0 / 3), 1e-12);
    EXPECT_THAT(fit.constant, ElementsAre(0));
}

TEST(Logistic, SaysThatClassesAreSeparated) {
    const FeatureMatrix features{1, {-3, -2, -1, 1, 2, 3}};
    const std::vector<std::uint8_t> wholly = {0, 0, 0, 1, 1, 1};
    EXPECT_TRUE(fit_logistic(features, wholly, {}, 0).separated);
    const LogisticFit held = fit_logistic(features, wholly);
    EXPECT_TRUE(held.separated);
    EXPECT_TRUE(held.converged);
    // Tied at the boundary: in part separated.
    const FeatureMatrix tied{1, {-3, -2, 0, 0, 2, 3}};
    const std::vector<std::uint8_t> in_part = {0, 0, 0, 1, 1, 1};
    EXPECT_TRUE(fit_logistic(tied, in_part, {}, 0).separated);
    const std::vector<std::uint8_t> mixed = {0, 1, 0, 0, 1, 1};
    const LogisticFit plain = fit_logistic(features, mixed, {}, 0);
    EXPECT_FALSE(plain.separated);
    EXPECT_THAT(plain.collinear, IsEmpty());
}

}  // namespace

}  // namespace greenlane::learning
