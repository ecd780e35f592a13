#include "greenlane/learning/boosting.h"

#include "greenlane/core/contract.h"
#include "greenlane/evaluation/curve.h"

#include "learning/booster.h"
#include "learning/booster_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

namespace greenlane::learning {

namespace {

using screening::FeatureMatrix;

/// Rows [first, last) of what is trained on.
class Part {
public:
    Part(const FeatureMatrix& features, std::span<const std::uint8_t> violation,
         std::span<const double> weight, std::size_t first, std::size_t last)
        : violation_(violation.subspan(first, last - first)),
          weight_(weight.empty() ? weight : weight.subspan(first, last - first)),
          rows_(std::span(features.values)
                    .subspan(first * features.columns, (last - first) * features.columns),
                features.columns, violation_, weight_) {}

    const BoosterRows& rows() const { return rows_; }
    std::span<const std::uint8_t> violation() const { return violation_; }
    bool has_both_classes() const {
        return std::count(violation_.begin(), violation_.end(), 0) > 0 &&
               std::count(violation_.begin(), violation_.end(), 1) > 0;
    }
    /// The weighted share of violations.
    double base_rate() const {
        double violations = 0;
        double all = 0;
        for (std::size_t row = 0; row < violation_.size(); ++row) {
            const double weight = weight_.empty() ? 1 : weight_[row];
            violations += weight * violation_[row];
            all += weight;
        }
        return violations / all;
    }

private:
    std::span<const std::uint8_t> violation_;
    std::span<const double> weight_;
    BoosterRows rows_;
};

Booster::Parameters parameters(const BoostingDefinition& definition, double base_rate) {
    const auto text = [](auto value) {
        std::array<char, 32> digits{};
        return std::string(digits.data(), std::to_chars(digits.begin(), digits.end(), value).ptr);
    };
    return {
        {"booster", "gbtree"},
        {"objective", "binary:logistic"},
        {"tree_method", "hist"},
        {"nthread", "1"},
        {"verbosity", "0"},
        {"disable_default_eval_metric", "1"},
        {"base_score", text(base_rate)},
        {"max_depth", text(definition.depth)},
        {"learning_rate", text(definition.learning_rate)},
        {"min_child_weight", text(definition.least_child_weight)},
        {"reg_lambda", text(definition.ridge)},
        {"subsample", text(definition.row_share)},
        {"colsample_bytree", text(definition.feature_share)},
        {"seed", text(definition.seed)},
        // The draws of a tree are then a function of (seed, tree), not of what was drawn before.
        {"seed_per_iteration", "1"}};
}

double average_precision(const Booster& booster, const Part& part) {
    const std::vector<float> margins = booster.margins(part.rows());
    const std::vector<double> scores(margins.begin(), margins.end());
    const evaluation::Ranking ranking({scores, part.violation(), {}});
    return evaluation::average_precision(ranking.ties()).value_or(0);
}

struct Best {
    int trees = 0;
    double average_precision = 0;
};

Best best_size(const Part& training, const Part& validating, const BoostingDefinition& definition) {
    const BoosterRows* const cached[] = {&training.rows(), &validating.rows()};
    Booster booster(cached, parameters(definition, training.base_rate()));
    Best best;
    for (int trees = 1; trees <= definition.most_trees && trees <= best.trees + definition.patience;
         ++trees) {
        booster.grow(trees - 1, training.rows());
        const double reached = average_precision(booster, validating);
        if (best.trees == 0 || reached > best.average_precision) {
            best = {trees, reached};
        }
    }
    return best;
}

Best best_size(const FeatureMatrix& features, std::span<const std::uint8_t> violation,
               std::span<const double> weight, const BoostingDefinition& definition) {
    const std::size_t rows = violation.size();
    const auto held_back =
        static_cast<std::size_t>(definition.validation_share * static_cast<double>(rows));
    const Best all_of_them{definition.most_trees, 0};
    if (held_back == 0) {
        return all_of_them;
    }
    const Part training(features, violation, weight, 0, rows - held_back);
    const Part validating(features, violation, weight, rows - held_back, rows);
    return training.has_both_classes() && validating.has_both_classes()
               ? best_size(training, validating, definition)
               : all_of_them;
}

}  // namespace

BoostedForest fit_forest(const FeatureMatrix& features, std::span<const std::uint8_t> violation,
                         std::span<const double> weight, const BoostingDefinition& definition) {
    GREENLANE_EXPECT(features.columns > 0 && features.rows() == violation.size());
    GREENLANE_EXPECT(weight.empty() || weight.size() == violation.size());
    const Part all(features, violation, weight, 0, violation.size());
    GREENLANE_EXPECT(all.has_both_classes());
    const Best best = best_size(features, violation, weight, definition);
    const BoosterRows* const cached[] = {&all.rows()};
    Booster booster(cached, parameters(definition, all.base_rate()));
    for (int tree = 0; tree < best.trees; ++tree) {
        booster.grow(tree, all.rows());
    }
    return {forest_of(booster.text()), best.average_precision};
}

}  // namespace greenlane::learning
