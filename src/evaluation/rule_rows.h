#pragma once

#include "greenlane/evaluation/labelled_history.h"
#include "greenlane/evaluation/rate_estimate.h"

#include <cstdint>

namespace greenlane::evaluation {

/// What is certain of the rows that a rule may select; weights are their chances of selection.
struct RuleRows {
    std::uint64_t rows = 0;
    std::uint64_t inspected = 0;
    double weight = 0;
    double hits = 0;       ///< weight of the known violations
    double compliant = 0;  ///< weight of the rows known to be compliant

    void add(double selection, shipment::Outcome outcome) {
        using shipment::Outcome;
        rows += selection > 0 ? 1 : 0;
        inspected += selection > 0 && outcome != Outcome::unknown ? 1 : 0;
        weight += selection;
        hits += outcome == Outcome::violation ? selection : 0;
        compliant += outcome == Outcome::compliant ? selection : 0;
    }
    /// The hit rates that known outcomes allow; of any weight.
    kpi::Interval possible() const { return {hits / weight, 1 - compliant / weight}; }
};

RuleRows rule_rows(const LabelledHistory& history);

/// For a method that needs probabilities or a lottery, where the history has neither: the hit rates
/// that known outcomes allow.
RateEstimate without_chances(const LabelledHistory& history);

/// Takes rate and error away and makes the interval, of the rows that were looked at, bounds for
/// all: anything may be true of `unseen_weight` of `weight`.
void bound_unseen(RateEstimate& estimate, double unseen_weight, double weight);

}  // namespace greenlane::evaluation
