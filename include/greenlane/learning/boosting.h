#pragma once

#include "greenlane/screening/features.h"
#include "greenlane/screening/forest_model.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace greenlane::learning {

/// How trees are grown: XGBoost's parameters of the same meaning, its `hist` method, logistic loss.
struct BoostingDefinition {
    int most_trees = 300;
    int depth = 6;
    double learning_rate = 0.1;
    double least_child_weight = 5;  ///< sum of the second derivatives in a leaf
    double ridge = 1;               ///< on leaf values
    double row_share = 0.8;         ///< drawn by the seed for each tree
    double feature_share = 0.5;     ///< drawn by the seed for each tree
    /// The last part of the rows, in their order (time), judges how many trees are best; 0: all
    /// rows train, and all trees count.
    double validation_share = 0.2;
    int patience = 30;  ///< trees without a better average precision after which growing ends
    std::uint32_t seed = 0;
};

struct BoostedForest {
    screening::ForestModel forest;
    /// Average precision of the validating part with the best number of trees; 0 without one.
    double average_precision = 0;
};

/// Gradient-boosted trees (Friedman 2001, Annals of Statistics 29; Chen and Guestrin 2016, KDD) by
/// XGBoost, on one thread: equal inputs give equal bytes, and several fits may run side by side.
/// Early stopping by average precision (evaluation/curve.h) on the validating part; then the best
/// number of trees is grown anew on all rows, whose latest outcomes count most.
/// `violation` (0 or 1, both there) is as long as the features' rows; `weight` too (above 0), or
/// empty: all 1. Where the validating part holds no violation, or the rest one class, all rows
/// train and most_trees count.
BoostedForest fit_forest(const screening::FeatureMatrix& features,
                         std::span<const std::uint8_t> violation, std::span<const double> weight,
                         const BoostingDefinition& definition);

}  // namespace greenlane::learning
