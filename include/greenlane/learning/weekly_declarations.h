#pragma once

#include "greenlane/core/units.h"
#include "greenlane/evaluation/label.h"
#include "greenlane/learning/week.h"
#include "greenlane/shipment/epochs.h"
#include "greenlane/shipment/source.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace greenlane::learning {

/// What an inspection of each row of a week would find. Strategies never see it: none of their
/// headers knows this one.
struct WeekTruth {
    std::vector<shipment::Outcome> outcome;   ///< `unknown` where the input does not tell
    std::vector<Money> revenue;               ///< duty evaded; empty: not known
    std::vector<shipment::Ternary> recorded;  ///< whether the record says inspected; may be empty
};

/// Declarations cut into weeks, the first of which begins with the epoch of the first declaration.
/// A week in which nothing was lodged stands there without rows.
struct WeeklyDeclarations {
    std::vector<Week> weeks;
    std::vector<WeekTruth> truth;  ///< as long
};

/// Cuts the blocks of a source into weeks.
class WeekCutter {
public:
    /// The epochs are those of the source.
    explicit WeekCutter(shipment::Epochs epochs) : epochs_(epochs) {}

    /// `labels` are the block's. Blocks come in order.
    void add(const shipment::Block& block, const evaluation::Labels& labels);
    WeeklyDeclarations finish() { return std::move(cut_); }

private:
    shipment::Epochs epochs_;
    std::int64_t first_epoch_ = 0;
    WeeklyDeclarations cut_;
};

}  // namespace greenlane::learning
