#pragma once

#include "greenlane/screening/score_model.h"

#include <cstdint>
#include <span>

namespace greenlane::screening {

/// Points by a frozen score: points x probability, rounded half up; none for a declaration without
/// items.
class ScorePoints {
public:
    /// `score` outlives them; `points` are those of a certain violation.
    ScorePoints(const FrozenScore& score, std::int32_t points)
        : definition_(score.definition()), scorer_(score), points_(points) {}

    /// Adds to the points of a block's rows. Throws InputError where the first block lacks a column
    /// that the score reads: it would take everything for unknown, and say so to nobody.
    void give(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
              std::span<std::int32_t> points);

private:
    const FeatureDefinition& definition_;
    Scorer scorer_;
    std::int32_t points_;
    bool columns_checked_ = false;
    Scores scores_;
};

/// Throws InputError(declarations) where a block lacks columns that a score reads, naming them.
void expect_columns(const FeatureDefinition& definition, const shipment::Declarations& block);

}  // namespace greenlane::screening
