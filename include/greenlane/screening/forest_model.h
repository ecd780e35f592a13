#pragma once

#include "greenlane/screening/features.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace greenlane::screening {

/// A tree as XGBoost writes it: node 0 is the root; a leaf has left < 0. A row goes left where its
/// feature is below the threshold, and by `default_left` where the feature is not a number.
struct Tree {
    std::vector<std::int32_t> left;
    std::vector<std::int32_t> right;
    std::vector<std::uint32_t> feature;
    std::vector<float> threshold;  ///< split_conditions: of a leaf, its value
    std::vector<std::uint8_t> default_left;
    std::vector<float> cover;  ///< sum_hessian: the weight of the training rows that came by
};

/// Boosted trees: log-odds = base_margin + the leaf values, summed in float in the order of the
/// trees, as XGBoost sums them.
struct ForestModel {
    std::size_t features = 0;
    float base_margin = 0;  ///< of XGBoost's base_score p: -ln(1 / p - 1) in float
    std::vector<Tree> trees;
};

/// The first thing wrong with a forest: links that leave a tree or meet, features out of range,
/// thresholds that are not finite; empty where there is none.
std::string fault(const ForestModel& forest);

/// A forest laid out flat for scoring: siblings side by side, so that a step is
/// node = left + (x >= threshold) without a branch; a leaf leads to itself.
class FlatForest {
public:
    /// The forest has no fault().
    explicit FlatForest(const ForestModel& forest);

    /// Log-odds, one a row, equal to XGBoost's to the last bit.
    void margins(const FeatureMatrix& features, std::span<float> out) const;
    /// By feature: the change of the mean leaf value along a row's path, summed over the trees
    /// (Saabas 2014). base() + their sum is the margin, up to rounding.
    std::vector<double> contributions(std::span<const float> row) const;
    /// base_margin + the trees' mean leaf values, weighted by cover.
    double base() const { return base_; }

private:
    struct Node {
        std::uint32_t feature;  ///< twice the feature, plus 1 where unknown goes left
        float threshold;        ///< not a number in a leaf
        std::uint32_t left;     ///< the right child follows; in a leaf: itself less 1
    };
    struct Root {
        std::uint32_t node;
        std::uint32_t depth;
    };
    void lay_out(const Tree& tree);

    std::size_t features_;
    float base_margin_;
    double base_;
    std::vector<Root> roots_;
    std::vector<Node> nodes_;
    std::vector<float> leaf_;   ///< by node
    std::vector<double> mean_;  ///< by node: the mean value of the leaves below, by cover
};

}  // namespace greenlane::screening
