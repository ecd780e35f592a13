#pragma once

#include "greenlane/screening/features.h"
#include "greenlane/screening/forest_model.h"
#include "greenlane/screening/logistic_model.h"
#include "greenlane/screening/random_effects_model.h"
#include "greenlane/screening/relational_risk.h"
#include "greenlane/screening/risk_history.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/vocabulary.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace greenlane::screening {

/// A score as plain data, as training wrote it: what it reads, what the past was, how it judges.
struct ScoreModel {
    FeatureDefinition definition;
    HistorySnapshot history;  ///< over keys_of(definition)
    RelationalRisk relational;
    /// Random effects read the definition's effects and chains, the others its features.
    std::variant<RandomEffectsModel, LogisticModel, ForestModel> model;
};

/// The first thing wrong with a model (columns that do not fit, links out of a tree, numbers that
/// are none...); empty where there is none.
std::string fault(const ScoreModel& model);

/// A score model made ready: immutable, shared by threads. Its history stays as trained.
class FrozenScore {
public:
    /// The model has no fault().
    explicit FrozenScore(const ScoreModel& model);
    ~FrozenScore();
    FrozenScore(FrozenScore&&) noexcept;

    const FeatureDefinition& definition() const;

private:
    friend class Scorer;
    struct Tables;
    std::unique_ptr<const Tables> tables_;
};

struct Scores {
    std::vector<double> item_margin;  ///< log-odds, one an item
    /// Probability, one a declaration: the largest of its items'; not a number without items.
    std::vector<double> declaration;
};

/// A part of a score: margin = base + sum of the parts.
struct Contribution {
    std::string name;
    double margin;
};
struct Explanation {
    double base = 0;
    /// Random effects: keys, then the memory of the same goods. Logistic: coefficient times
    /// standardised feature. Forest: by feature, along the path in each tree (Saabas 2014;
    /// XGBoost's "approximate contributions"), which is no Shapley value.
    std::vector<Contribution> parts;
};

/// Scores the blocks of one source; one a thread. The score outlives it.
class Scorer {
public:
    explicit Scorer(const FrozenScore& score);
    ~Scorer();
    Scorer(Scorer&&) noexcept;

    void score(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
               Scores& out);
    /// Of one item of the block last scored.
    Explanation explain(std::size_t item) const;

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace greenlane::screening
