#include "evaluation/weighted_rows.h"

#include "greenlane/core/contract.h"

#include <algorithm>

namespace greenlane::evaluation {

using shipment::Outcome;

WeightedRows::WeightedRows(const LabelledHistory& history, std::span<const double> prediction,
                           double largest_weight)
    : predicts_(!prediction.empty()) {
    GREENLANE_EXPECT(history.probability.size() == history.rows());
    GREENLANE_EXPECT(prediction.empty() || prediction.size() == history.rows());
    for (std::size_t row = 0; row < history.rows(); ++row) {
        if (history.selection[row] > 0) {
            add(history.selection[row], history.probability[row], history.outcome[row],
                predicts_ ? prediction[row] : 0, largest_weight);
        }
    }
}

void WeightedRows::add(double selection, double probability, Outcome outcome, double prediction,
                       double largest_weight) {
    // A certain inspection that did not take place was not certain: how likely it was, is unknown.
    if (probability == 0 || (probability == 1 && outcome == Outcome::unknown)) {
        ++unseen;
        unseen_weight += selection;
        return;
    }
    seen.add(selection, outcome);
    predicted += selection * prediction;
    if (probability == 1) {
        fact_hits += outcome == Outcome::violation ? selection : 0;
        fact_compliant += outcome == Outcome::compliant ? selection : 0;
        predicted -= selection * prediction;
        return;
    }
    const double weight = std::min(selection / probability, largest_weight);
    if (weight < selection / probability) {
        ++clipped;
        clipped_weight += selection - weight * probability;
    }
    const double hit_residual = predicts_ ? 1 - prediction : 1;
    const double compliant_residual = predicts_ ? prediction : 1;
    const double spread = weight * (1 - probability);
    const double hit_spread = spread * hit_residual * hit_residual;
    const double compliant_spread = spread * compliant_residual * compliant_residual;
    hits.largest = std::max(hits.largest, hit_spread);
    compliant.largest = std::max(compliant.largest, compliant_spread);
    if (outcome == Outcome::unknown) {
        return;
    }
    predicted -= weight * prediction;
    DrawnRows& drawn = outcome == Outcome::violation ? hits : compliant;
    drawn.weight += weight;
    drawn.spread += weight * (outcome == Outcome::violation ? hit_spread : compliant_spread);
}

}  // namespace greenlane::evaluation
