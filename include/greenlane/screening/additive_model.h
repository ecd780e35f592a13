#pragma once

#include "greenlane/screening/risk_chain.h"
#include "greenlane/screening/risk_history.h"

#include <span>
#include <vector>

namespace greenlane::screening {

/// Additive empirical Bayes, which explains itself: with p_0 the base rate of the history and p_c
/// the hit rate shrunk along chain c of the definition,
///
///     log-odds = intercept + logit(p_0) + sum over c of weight_c (logit(p_c) - logit(p_0)).
///
/// With weights 1 the chains are taken as independent evidence (naive Bayes).
struct AdditiveModel {
    double intercept = 0;
    std::vector<double> weights;  ///< one a chain
};

/// Log-odds of items from a history as it stands; `out` is as long as groups.items(). A
/// definition's features play no part.
void margins(const AdditiveModel& model, std::span<const ChainReader> chains,
             const RiskHistory& history, const ItemGroups& groups, std::span<double> out);

/// ln(rate / (1 - rate)), in place, of rates in (0, 1).
void log_odds(std::span<double> rates);

}  // namespace greenlane::screening
