#include "greenlane/screening/forest_model.h"

#include "support/random_forest.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

constexpr std::size_t features = 7;

/// Rows that hit thresholds exactly now and then, and know some features not.
FeatureMatrix random_rows(std::size_t rows, const ForestModel& forest, std::uint64_t seed) {
    test::Draws draws(seed);
    FeatureMatrix made{forest.features, {}};
    for (std::size_t i = 0; i < rows * forest.features; ++i) {
        const Tree& tree = forest.trees[draws.below(forest.trees.size())];
        const std::uint64_t kind = draws.below(10);
        made.values.push_back(kind == 0   ? std::numeric_limits<float>::quiet_NaN()
                              : kind == 1 ? tree.threshold[draws.below(tree.threshold.size())]
                              : kind == 2 ? std::numeric_limits<float>::infinity()
                                          : static_cast<float>(draws.normal()));
    }
    return made;
}

std::size_t step(const Tree& tree, std::size_t node, std::span<const float> row) {
    const float value = row[tree.feature[node]];
    const bool left =
        std::isnan(value) ? tree.default_left[node] != 0 : value < tree.threshold[node];
    return static_cast<std::size_t>(left ? tree.left[node] : tree.right[node]);
}

/// As XGBoost's documentation says it, a node at a time.
float plain_margin(const ForestModel& forest, std::span<const float> row) {
    float sum = forest.base_margin;
    for (const Tree& tree : forest.trees) {
        std::size_t node = 0;
        while (tree.left[node] >= 0) {
            node = step(tree, node, row);
        }
        sum += tree.threshold[node];
    }
    return sum;
}

TEST(FlatForest, margins_are_those_of_a_walk_down_each_tree) {
    for (const double early_leaf : {0.0, 0.3, 1.0}) {
        for (const std::size_t rows : {1u, 8u, 64u, 203u}) {
            const ForestModel forest =
                test::random_forest(40, 6, features, early_leaf, test::Draws(1));
            ASSERT_EQ(fault(forest), "");
            const FeatureMatrix values = random_rows(rows, forest, rows);
            std::vector<float> out(rows);
            FlatForest(forest).margins(values, out);
            for (std::size_t row = 0; row < rows; ++row) {
                EXPECT_EQ(out[row], plain_margin(forest, values.row(row)));
            }
        }
    }
}

/// The mean leaf value below a node, by cover.
double mean(const Tree& tree, std::size_t node) {
    if (tree.left[node] < 0) {
        return tree.threshold[node];
    }
    const auto left = static_cast<std::size_t>(tree.left[node]);
    const auto right = static_cast<std::size_t>(tree.right[node]);
    const double weight = tree.cover[left];
    const double other = tree.cover[right];
    return (weight * mean(tree, left) + other * mean(tree, right)) / (weight + other);
}

TEST(FlatForest, contributions_follow_the_path_and_add_up) {
    const ForestModel forest = test::random_forest(20, 5, features, 0.2, test::Draws(2));
    const FlatForest flat(forest);
    const FeatureMatrix values = random_rows(50, forest, 3);
    for (std::size_t row = 0; row < values.rows(); ++row) {
        std::vector<double> expected(features, 0.0);
        for (const Tree& tree : forest.trees) {
            std::size_t node = 0;
            while (tree.left[node] >= 0) {
                const std::size_t next = step(tree, node, values.row(row));
                expected[tree.feature[node]] += mean(tree, next) - mean(tree, node);
                node = next;
            }
        }
        const std::vector<double> parts = flat.contributions(values.row(row));
        for (std::size_t j = 0; j < features; ++j) {
            EXPECT_NEAR(parts[j], expected[j], 1e-12);
        }
        EXPECT_NEAR(std::accumulate(parts.begin(), parts.end(), flat.base()),
                    plain_margin(forest, values.row(row)), 1e-5);
    }
}

TEST(ForestModel, what_is_no_forest_is_refused) {
    const ForestModel sound = test::random_forest(2, 3, features, 0, test::Draws(4));
    const auto refused = [&](auto damage) {
        ForestModel damaged = sound;
        damage(damaged, damaged.trees[1]);
        return !fault(damaged).empty();
    };
    EXPECT_FALSE(refused([](ForestModel&, Tree&) {}));
    EXPECT_TRUE(refused([](ForestModel& f, Tree&) { f.base_margin = NAN; }));
    EXPECT_TRUE(refused([](ForestModel& f, Tree&) { f.features = 0; }));
    EXPECT_TRUE(refused([](ForestModel&, Tree& t) { t = {}; }));
    EXPECT_TRUE(refused([](ForestModel&, Tree& t) { t.cover.pop_back(); }));
    EXPECT_TRUE(refused([](ForestModel&, Tree& t) { t.left[2] = 0; }));
    EXPECT_TRUE(refused([](ForestModel&, Tree& t) { t.left[2] = t.right[2]; }));
    EXPECT_TRUE(refused([](ForestModel&, Tree& t) { t.right[0] = 1000; }));
    EXPECT_TRUE(refused([](ForestModel&, Tree& t) { t.right[0] = -1; }));
    EXPECT_TRUE(refused([](ForestModel&, Tree& t) { t.feature[0] = features; }));
    EXPECT_TRUE(refused([](ForestModel&, Tree& t) { t.threshold[0] = NAN; }));
    EXPECT_TRUE(refused([](ForestModel&, Tree& t) { t.cover[0] = -1; }));
}

}  // namespace
}  // namespace greenlane::screening
