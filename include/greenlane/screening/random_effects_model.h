#pragma once

#include "greenlane/screening/features.h"
#include "greenlane/screening/risk_chain.h"
#include "greenlane/screening/risk_history.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace greenlane::screening {

/// What the groups of one key add to the log-odds.
struct KeyEffects {
    double variance = 0;         ///< V: how far groups of this key differ; above 0
    std::vector<double> effect;  ///< by group of the history; groups beyond have none
    /// By group: sum over its training rows of weight x p (1 - p), what the data tell of the
    /// effect. The posterior variance of an effect is 1 / (information + 1 / V).
    std::vector<double> information;
};

/// Additive empirical Bayes, which explains itself: a mixed logistic model with crossed random
/// effects of groups (Breslow and Clayton 1993, JASA 88),
///
///     logit p = intercept + sum over the definition's `effects` of the effect of the item's group,
///
/// and then the memory of the same goods: along each of the definition's chains, rates are shrunk
/// to p instead of the base rate (risk_chain.h).
struct RandomEffectsModel {
    double intercept = 0;
    std::vector<KeyEffects> keys;  ///< one a key of the definition's `effects`
};

/// A definition's effects and chains joined to the groups of a history.
class EffectsReader {
public:
    EffectsReader(const FeatureDefinition& definition, const GroupTable& groups);

    /// Log-odds of items from a history as it stands; `out` is as long as groups.items().
    void margins(const RandomEffectsModel& model, const RiskHistory& history,
                 const ItemGroups& groups, std::span<double> out) const;
    /// What each key, then each chain, adds to an item's log-odds; with the intercept they make
    /// the margin, up to rounding.
    std::vector<double> contributions(const RandomEffectsModel& model, const RiskHistory& history,
                                      std::span<const Group> item) const;

private:
    std::vector<std::size_t> keys_;  ///< among the history's
    std::vector<ChainReader> chains_;
};

}  // namespace greenlane::screening
