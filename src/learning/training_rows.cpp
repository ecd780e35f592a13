#include "learning/training_rows.h"

#include "greenlane/learning/boosting.h"
#include "greenlane/learning/logistic.h"
#include "greenlane/learning/random_effects.h"
#include "greenlane/random/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace greenlane::learning {

namespace {

using screening::FeatureMatrix;
using screening::Group;

/// The fit of a kind, and what each of its terms adds to the log-odds of a row.
class ModelFit {
public:
    ModelFit(const TrainingDefinition& definition, const screening::FeatureDefinition& features,
             const TrainingRows& rows, std::size_t count, const screening::RiskHistory& history)
        : definition_(definition),
          features_(features),
          rows_(rows),
          violation_(std::span(rows.violation).first(count)),
          history_(history) {
        weigh();
    }

    FittedModel run() {
        fitted_.model.definition = features_;
        fitted_.model.history = history_.snapshot();
        fitted_.model.relational = screening::relational_risk(history_);
        switch (definition_.kind) {
            case ModelKind::empirical_bayes:
                fit_effects();
                break;
            case ModelKind::logistic:
                fit_regression();
                break;
            case ModelKind::trees:
                fit_trees();
                break;
        }
        std::stable_sort(fitted_.terms.begin(), fitted_.terms.end(),
                         [](const Term& a, const Term& b) { return a.spread > b.spread; });
        return std::move(fitted_);
    }

private:
    /// By age and by revenue; empty where all rows weigh 1.
    void weigh() {
        if (definition_.half_life == 0 && !definition_.weigh_by_revenue) {
            return;
        }
        weight_.assign(violation_.size(), 1);
        if (definition_.half_life > 0) {
            const auto half_life = static_cast<double>(definition_.half_life);
            for (std::size_t row = 0; row < weight_.size(); ++row) {
                const auto age = static_cast<double>(history_.now() - rows_.known_at[row]);
                weight_[row] = random::exp(-std::min(age / half_life, 1000.0) * std::numbers::ln2);
            }
        }
        if (definition_.weigh_by_revenue) {
            weigh_by_revenue();
        }
    }

    void weigh_by_revenue() {
        double sum = 0;
        double violations = 0;
        for (std::size_t row = 0; row < weight_.size(); ++row) {
            sum += violation_[row] != 0 ? static_cast<double>(rows_.revenue[row]) : 0;
            violations += violation_[row];
        }
        for (std::size_t row = 0; sum > 0 && row < weight_.size(); ++row) {
            if (violation_[row] != 0) {
                weight_[row] *= static_cast<double>(rows_.revenue[row]) * violations / sum;
            }
        }
    }

    FeatureMatrix matrix() const {
        const std::size_t cells = violation_.size() * rows_.features.columns;
        return {rows_.features.columns,
                {rows_.features.values.begin(),
                 rows_.features.values.begin() + static_cast<std::ptrdiff_t>(cells)}};
    }

    void fit_effects() {
        screening::FeatureDefinition& read = fitted_.model.definition;
        for (screening::RiskChain& chain : read.chains) {
            chain.strengths = screening::estimate_strengths(chain.keys, history_);
        }
        std::vector<std::vector<Group>> columns;
        GroupedRows grouped{{}, {}, violation_, weight_};
        for (const screening::GroupKey key : features_.effects) {
            const std::size_t place = history_.groups().index(key);
            std::vector<Group>& column = columns.emplace_back(violation_.size());
            for (std::size_t row = 0; row < column.size(); ++row) {
                column[row] = rows_.groups.of(row)[place];
            }
            grouped.sizes.push_back(history_.groups().size(place));
        }
        grouped.groups.assign(columns.begin(), columns.end());
        const screening::RandomEffectsModel model =
            fit_random_effects(grouped, sweeps_from_nothing);
        const screening::EffectsReader reader(read, history_.groups());
        std::vector<std::string> names;
        for (const screening::GroupKey key : features_.effects) {
            names.push_back(screening::name(key));
        }
        for (const screening::RiskChain& chain : features_.chains) {
            names.push_back("memory of " + screening::name(chain.keys.back()));
        }
        rank(names, [&](std::size_t row) {
            return reader.contributions(model, history_, rows_.groups.of(row));
        });
        fitted_.model.model = model;
    }

    void fit_regression() {
        const FeatureMatrix features = matrix();
        const LogisticFit fit = fit_logistic(features, violation_, weight_);
        rank(feature_names(), [&](std::size_t row) {
            return screening::contributions(fit.model, features.row(row));
        });
        const std::vector<CoefficientInterval> interval = intervals(fit.model);
        for (std::size_t j = 0; j < fitted_.terms.size(); ++j) {
            fitted_.terms[j].coefficient = fit.model.coefficients[j];
            fitted_.terms[j].interval = {interval[j + 1].low, interval[j + 1].high};
        }
        note("constant, and left out: ", fit.constant);
        note("determined by the features before them, and left out: ", fit.collinear);
        if (fit.separated) {
            fitted_.notes.emplace_back(
                "the features part violations from the rest: the size of the coefficients rests on "
                "the ridge");
        }
        fitted_.model.model = fit.model;
    }

    void fit_trees() {
        const FeatureMatrix features = matrix();
        BoostingDefinition boosting;
        boosting.seed = static_cast<std::uint32_t>(definition_.seed ^ definition_.seed >> 32);
        const BoostedForest fit = fit_forest(features, violation_, weight_, boosting);
        const screening::FlatForest forest(fit.forest);
        rank(feature_names(),
             [&](std::size_t row) { return forest.contributions(features.row(row)); });
        fitted_.notes.push_back(std::to_string(fit.forest.trees.size()) + " trees");
        fitted_.model.model = fit.forest;
    }

    std::vector<std::string> feature_names() const {
        std::vector<std::string> names;
        for (const screening::Feature& feature : features_.features) {
            names.push_back(screening::name(feature));
        }
        return names;
    }

    template <typename Parts>
    void rank(const std::vector<std::string>& names, Parts parts) {
        std::vector<double> sum(names.size());
        std::vector<double> squares(names.size());
        for (std::size_t row = 0; row < violation_.size(); ++row) {
            const std::vector<double> part = parts(row);
            for (std::size_t j = 0; j < names.size(); ++j) {
                sum[j] += part[j];
                squares[j] += part[j] * part[j];
            }
        }
        const auto rows = static_cast<double>(violation_.size());
        for (std::size_t j = 0; j < names.size(); ++j) {
            const double mean = sum[j] / rows;
            const double spread = std::sqrt(std::max(0.0, squares[j] / rows - mean * mean));
            fitted_.terms.push_back({names[j], spread, {}, {}});
        }
    }

    void note(const std::string& what, const std::vector<std::size_t>& features) {
        std::string names;
        for (const std::size_t j : features) {
            names += (names.empty() ? "" : ", ") + screening::name(features_.features[j]);
        }
        if (!names.empty()) {
            fitted_.notes.push_back(what + names);
        }
    }

    const TrainingDefinition& definition_;
    const screening::FeatureDefinition& features_;
    const TrainingRows& rows_;
    std::span<const std::uint8_t> violation_;
    const screening::RiskHistory& history_;
    std::vector<double> weight_;
    FittedModel fitted_;
};

}  // namespace

FittedModel fit_model(const TrainingDefinition& definition,
                      const screening::FeatureDefinition& features, const TrainingRows& rows,
                      std::size_t count, const screening::RiskHistory& history) {
    return ModelFit(definition, features, rows, count, history).run();
}

}  // namespace greenlane::learning
