#pragma once

#include "greenlane/core/units.h"
#include "greenlane/shipment/source.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace greenlane::evaluation {

/// What is known of a block's declarations: truth where the input holds it, else what was recorded
/// where somebody looked. A declaration is a violation if any of its items is.
struct Labels {
    std::vector<shipment::Outcome> outcome;  ///< `unknown` where nobody looked
    /// Duty evaded, summed over the items in violation (without truth: over all items of a
    /// declaration found to be one); empty: not known.
    std::vector<Money> revenue;

    /// Fills both for a block. Without truth and without a column `inspected`, a recorded outcome
    /// tells that somebody looked. The first row, if any, that contradicts itself: an outcome was
    /// recorded although nobody inspected it, or although it had no chance of an inspection where
    /// the records hold chances.
    std::optional<std::size_t> assign(const shipment::Block& block);
};

}  // namespace greenlane::evaluation
