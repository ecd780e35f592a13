#pragma once

#include "greenlane/evaluation/labelled_history.h"

#include <cstdint>
#include <optional>

namespace greenlane::evaluation {

/// Whether the weights selection / probability of the inspected rows can carry an estimate.
/// Undefined where no selected row was inspected, or probabilities are not known.
struct WeightDiagnostics {
    std::uint64_t inspected = 0;           ///< selected rows with known outcome
    std::optional<double> effective_size;  ///< (sum w)^2 / sum w^2 (Kish 1965)
    std::optional<double> largest;
    std::optional<double> largest_share;  ///< largest / sum w
    /// Sum of the weights / sum of `selection` over the rows that could be inspected: 1 on average
    /// if the probabilities are right.
    std::optional<double> mean_weight;
    /// (mean_weight - 1) in its standard errors: beyond 3 or so, the probabilities are wrong.
    /// Undefined where all probabilities are 1.
    std::optional<double> mean_weight_z;
};

WeightDiagnostics diagnose_weights(const LabelledHistory& history);

}  // namespace greenlane::evaluation
