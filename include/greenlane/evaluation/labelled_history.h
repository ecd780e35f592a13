#pragma once

#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/records.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace greenlane::evaluation {

/// A history in which only inspected rows have a label, and the new rule that it is asked about.
/// Columns of one length; outcomes are the recorded ones, never the truth behind them.
struct LabelledHistory {
    std::span<const shipment::Outcome> outcome;  ///< `unknown` where nobody looked
    std::span<const double> selection;  ///< chance that the new rule selects the row, in [0, 1]
    /// Chance that the old policy inspected the row: (0, 1], or 0 where it could not have. Chances
    /// of different rows are independent. Empty: not known.
    std::span<const double> probability;
    std::span<const shipment::Ternary> random;  ///< inspected by lottery; empty: not recorded

    std::size_t rows() const { return outcome.size(); }
};

struct HistoryFault {
    std::size_t row;
    std::string message;
};
/// The first row that contradicts itself: a chance outside [0, 1], or an outcome where the chance
/// of an inspection was 0. The estimators expect a history without faults.
std::optional<HistoryFault> first_fault(const LabelledHistory& history);

}  // namespace greenlane::evaluation
