#pragma once

#include "greenlane/screening/group_table.h"
#include "greenlane/screening/random_effects_model.h"

#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::learning {

/// Rows with known outcome and the groups that they belong to, a column a key.
struct GroupedRows {
    /// By key: each row's group, or no_group, where the key has no effect on the row.
    std::vector<std::span<const screening::Group>> groups;
    std::vector<std::size_t> sizes;           ///< by key: its groups
    std::span<const std::uint8_t> violation;  ///< 0 or 1
    std::span<const double> weight;           ///< not negative; empty: all 1
};

/// Sweeps with which a fit from nothing has settled, and one that goes on from last week's.
inline constexpr int sweeps_from_nothing = 30;
inline constexpr int sweeps_from_last = 2;

/// Fits a logistic regression with crossed random effects, effect ~ N(0, V of the key): penalised
/// quasi-likelihood (Breslow and Clayton 1993, JASA 88, 9-25), solved key by key by a Newton step
/// for all groups at once, no step longer than 1. Within the same sweeps the variances are
/// estimated by EM under a weak scaled inverse chi-squared prior,
///
///     V = (sum over inspected groups of (effect^2 + posterior variance) + 20 x 0.3)
///         / (inspected groups + 20),  at least 0.001,
///
/// so that a key without signal shrinks away by itself. The intercept is held finite by one row of
/// weight 1 with half a violation, as in a Jeffreys prior; so one class alone gives no infinity.
/// `start` has the same keys, or none (then nothing is known yet); groups that it lacks begin at 0.
screening::RandomEffectsModel fit_random_effects(const GroupedRows& rows, int sweeps,
                                                 const screening::RandomEffectsModel& start = {});

}  // namespace greenlane::learning
