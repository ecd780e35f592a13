#pragma once

#include "experiment/tried_settings.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace greenlane::experiment {

/// What serves best of the settings tried; as in Tuning, and how sure that is among candidates.
struct TuningChoice {
    std::vector<std::size_t> front;
    std::optional<std::size_t> knee;
    std::optional<std::size_t> winner;
    std::optional<std::size_t> nearest;
    std::size_t equals = 0;
    double correct = 0;
    double correct_on_grid = 0;
};

/// Throws InputError(usage) where no setting has a value of every objective.
TuningChoice choose(const TriedSettings& tried);

/// Whether further replications would hardly change anything: the choice is correct on the grid,
/// every setting of the front meets every constraint and is dominated by no other one of it, and
/// every other setting misses a constraint or is dominated or equalled, each of these with
/// decided_confidence. Where nothing is feasible: every setting misses a constraint with it. What
/// is undefined, or defined once, is not sure.
bool is_decided(const TriedSettings& tried, const TuningChoice& choice);

}  // namespace greenlane::experiment
