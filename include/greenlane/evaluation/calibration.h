#pragma once

#include "greenlane/evaluation/curve.h"
#include "greenlane/kpi/proportion.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::evaluation {

/// Whether scores can be read as probabilities: all in [0, 1].
bool are_probabilities(std::span<const Tie> ties);

/// Mean squared difference between score and outcome (Brier 1950); 0 is perfect. nullopt of no
/// rows. Scores are probabilities.
std::optional<double> brier(std::span<const Tie> ties);

/// Rows of like scores: what the score says of them, and what came of them.
struct ReliabilityBin {
    double low = 0;  ///< smallest and largest score in it
    double high = 0;
    double mean_score = 0;
    kpi::Proportion violations;
};

enum class Binning : std::uint8_t {
    equal_width,  ///< bin k of n holds the scores in [k / n, (k + 1) / n), the last one 1 too
    /// Bin k of n ends with the tie, by rising score, at which k / n of the rows are reached: rows
    /// of one score stay together.
    equal_count,
};

/// Bins by rising score; empty ones are left out. Scores are probabilities.
std::vector<ReliabilityBin> reliability(std::span<const Tie> ties, Binning binning,
                                        std::size_t bins = 10);

}  // namespace greenlane::evaluation
