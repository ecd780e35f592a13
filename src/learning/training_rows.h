#pragma once

#include "greenlane/learning/training.h"

#include <cstdint>
#include <vector>

namespace greenlane::learning {

/// The items with known outcome, in order of lodgement, which is also that of `known_at`.
struct TrainingRows {
    std::vector<std::uint8_t> violation;
    std::vector<Instant> known_at;
    std::vector<Money> revenue;         ///< duty evaded; empty: not known
    screening::ItemGroups groups;       ///< of the history
    screening::FeatureMatrix features;  ///< as of each row's epoch; empirical Bayes: none

    std::size_t size() const { return violation.size(); }
};

/// Fits a model on the first `rows` of them, as of the state of `history`, and ranks its terms.
struct FittedModel {
    screening::ScoreModel model;
    std::vector<Term> terms;
    std::vector<std::string> notes;
};
FittedModel fit_model(const TrainingDefinition& definition,
                      const screening::FeatureDefinition& features, const TrainingRows& rows,
                      std::size_t count, const screening::RiskHistory& history);

}  // namespace greenlane::learning
