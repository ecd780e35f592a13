#pragma once

#include "greenlane/evaluation/labelled_history.h"

#include "evaluation/rule_rows.h"
#include "evaluation/score_interval.h"

#include <cstdint>
#include <limits>
#include <span>

namespace greenlane::evaluation {

/// The inspected rows of one outcome that chance could have left out, w their weights.
struct DrawnRows {
    double weight = 0;  ///< sum of w
    double spread = 0;  ///< sum of w^2 (1 - probability) residual^2: their part of the variance
    /// Means over all rows that chance could have left out, had each been of this outcome: of w
    /// and of w (1 - probability) residual^2.
    double mean_weight = 0;
    double mean_spread = 0;

    /// Variance that a unit of weight brings. One more row, a mean one, stands for those that were
    /// not drawn: a few hits of small weight would else seem to exclude hits of large weight.
    double spread_per_weight() const {
        const double all = weight + mean_weight;
        return all > 0 ? (spread + mean_weight * mean_spread) / all : 0;
    }
};

/// The rows of a rule, weighted by selection / probability: one pass in row order.
struct WeightedRows {
    /// `prediction`: the residual of a row is its violation less this; empty: 1 for both outcomes.
    WeightedRows(const LabelledHistory& history, std::span<const double> prediction,
                 double largest_weight = std::numeric_limits<double>::infinity());

    RuleRows seen;   ///< rows that an inspection could have reached
    RuleRows facts;  ///< of those, the rows of probability 1
    std::uint64_t unseen = 0;
    double unseen_weight = 0;
    DrawnRows hits;
    DrawnRows compliant;
    double predicted = 0;  ///< sum of selection m - sum of w m over the inspected; without facts
    std::uint64_t clipped = 0;
    double clipped_weight = 0;  ///< selection that clipping takes away on average

private:
    void add(double selection, double probability, shipment::Outcome outcome, double prediction);

    bool predicts_;
    double largest_weight_;
};

}  // namespace greenlane::evaluation
