#include "greenlane/learning/boosting.h"

#include "learning/booster.h"
#include "learning/booster_text.h"
#include "support/draws.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace greenlane::learning {

namespace {

using screening::FeatureMatrix;
using screening::FlatForest;

/// Rows of four features, the last of which says nothing; one cell in ten is not known.
struct Sample {
    FeatureMatrix features{4, {}};
    std::vector<std::uint8_t> violation;

    explicit Sample(std::size_t rows, std::uint64_t seed = 5) {
        test::Draws draws(seed);
        for (std::size_t row = 0; row < rows; ++row) {
            double cell[4];
            for (double& each : cell) {
                each = draws.uniform();
            }
            const double margin = -2 + 3 * (cell[0] > 0.6) + 2 * (cell[1] > 0.5 && cell[2] < 0.3);
            violation.push_back(draws.uniform() < 1 / (1 + std::exp(-margin)));
            for (const double each : cell) {
                features.values.push_back(draws.below(10) == 0
                                              ? std::numeric_limits<float>::quiet_NaN()
                                              : static_cast<float>(each));
            }
        }
    }
};

std::vector<float> margins(const screening::ForestModel& forest, const FeatureMatrix& features) {
    std::vector<float> out(features.rows());
    FlatForest(forest).margins(features, out);
    return out;
}

TEST(Boosting, FlatForestEqualsXgboostToTheLastBit) {
    const Sample sample(3000);
    const BoosterRows rows(sample.features.values, 4, sample.violation, {});
    const BoosterRows* const cached[] = {&rows};
    Booster booster(cached, {{"objective", "binary:logistic"},
                             {"tree_method", "hist"},
                             {"nthread", "1"},
                             {"base_score", "0.217"}});
    for (int tree = 0; tree < 60; ++tree) {
        booster.grow(tree, rows);
    }
    const screening::ForestModel forest = forest_of(booster.text());
    ASSERT_EQ(fault(forest), "");
    EXPECT_EQ(forest.trees.size(), 60u);
    const Sample fresh(2000, 6);
    const BoosterRows fresh_rows(fresh.features.values, 4, {}, {});
    EXPECT_EQ(margins(forest, fresh.features), booster.margins(fresh_rows));
}

TEST(Boosting, FindsTheRuleAndStopsEarly) {
    const Sample sample(6000);
    BoostingDefinition definition;
    definition.most_trees = 200;
    const BoostedForest fit = fit_forest(sample.features, sample.violation, {}, definition);
    EXPECT_LT(fit.forest.trees.size(), 200u);
    EXPECT_GT(fit.forest.trees.size(), 3u);
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const FeatureMatrix probes{4,
                               {0.9F, 0.9F, 0.1F, 0.5F, 0.9F, 0.1F, 0.1F, 0.5F,  //
                                0.1F, 0.9F, 0.1F, 0.5F, 0.1F, 0.1F, 0.9F, nan}};
    // In truth 3, 1, 0 and -2.
    const std::vector<float> found = margins(fit.forest, probes);
    EXPECT_GT(found[0], found[1]);
    EXPECT_GT(found[1], found[2]);
    EXPECT_GT(found[2], found[3]);
    // The four regions hold shares of .12 to .95; a random order has the base rate, about .31.
    EXPECT_GT(fit.average_precision, 0.45);
}

TEST(Boosting, GivesTheSameBytesWhateverRanBefore) {
    const Sample sample(1500);
    BoostingDefinition definition;
    definition.most_trees = 20;
    definition.seed = 3;
    const auto fit = [&](const BoostingDefinition& by) {
        return margins(fit_forest(sample.features, sample.violation, {}, by).forest,
                       sample.features);
    };
    const std::vector<float> first = fit(definition);
    definition.seed = 4;
    EXPECT_NE(fit(definition), first);
    definition.seed = 3;
    EXPECT_EQ(fit(definition), first);
}

TEST(Boosting, CountsWeights) {
    const Sample sample(2000);
    BoostingDefinition definition;
    definition.most_trees = 30;
    definition.validation_share = 0;
    std::vector<double> weight;
    for (const std::uint8_t violation : sample.violation) {
        weight.push_back(violation != 0 ? 4 : 1);
    }
    const auto plain = fit_forest(sample.features, sample.violation, {}, definition);
    const auto weighted = fit_forest(sample.features, sample.violation, weight, definition);
    // Odds grow by the weight of violations.
    EXPECT_GT(weighted.forest.base_margin, plain.forest.base_margin + 1.3F);
    EXPECT_EQ(weighted.average_precision, 0);
    EXPECT_EQ(weighted.forest.trees.size(), 30u);
}

TEST(Boosting, TrainsOnAllRowsWhereThePartsCannotJudge) {
    Sample sample(200);
    std::fill(sample.violation.begin() + 100, sample.violation.end(), 0);
    BoostingDefinition definition;
    definition.most_trees = 5;
    const BoostedForest fit = fit_forest(sample.features, sample.violation, {}, definition);
    EXPECT_EQ(fit.forest.trees.size(), 5u);
    EXPECT_EQ(fit.average_precision, 0);
}

TEST(Boosting, OfConstantFeaturesIsTheBaseRate) {
    const FeatureMatrix features{2, std::vector<float>(200, 1.0F)};
    std::vector<std::uint8_t> violation(100);
    std::fill_n(violation.begin(), 25, 1);
    BoostingDefinition definition;
    definition.validation_share = 0;
    definition.row_share = 1;
    const BoostedForest fit = fit_forest(features, violation, {}, definition);
    EXPECT_NEAR(margins(fit.forest, features)[0], std::log(0.25 / 0.75), 1e-5);
}

}  // namespace

}  // namespace greenlane::learning
