#include "evaluation/weighted_rows.h"

#include "greenlane/core/contract.h"

#include <algorithm>

namespace greenlane::evaluation {

using shipment::Outcome;

WeightedRows::WeightedRows(const LabelledHistory& history, std::span<const double> prediction,
                           double largest_weight)
    : predicts_(!prediction.empty()), largest_weight_(largest_weight) {
    GREENLANE_EXPECT(history.probability.size() == history.rows());
    GREENLANE_EXPECT(prediction.empty() || prediction.size() == history.rows());
    for (std::size_t row = 0; row < history.rows(); ++row) {
        if (history.selection[row] > 0) {
            add(history.selection[row], history.probability[row], history.outcome[row],
                predicts_ ? prediction[row] : 0);
        }
    }
    const double drawn = seen.weight - facts.weight;
    if (drawn > 0) {
        for (DrawnRows* rows : {&hits, &compliant}) {
            rows->mean_weight /= drawn;
            rows->mean_spread /= drawn;
        }
    }
}

void WeightedRows::add(double selection, double probability, Outcome outcome, double prediction) {
    // A certain inspection that did not take place was not certain: how likely it was, is unknown.
    if (probability == 0 || (probability == 1 && outcome == Outcome::unknown)) {
        ++unseen;
        unseen_weight += selection;
        return;
    }
    seen.add(selection, outcome);
    if (probability == 1) {
        facts.add(selection, outcome);
        return;
    }
    const double full_weight = selection / probability;
    const double weight = std::min(full_weight, largest_weight_);
    clipped += weight < full_weight ? 1 : 0;
    clipped_weight += (full_weight - weight) * probability;
    const double spread = weight * (1 - probability);
    const double hit_spread = predicts_ ? spread * (1 - prediction) * (1 - prediction) : spread;
    const double compliant_spread = predicts_ ? spread * prediction * prediction : spread;
    hits.mean_weight += selection * weight;
    hits.mean_spread += selection * hit_spread;
    compliant.mean_weight += selection * weight;
    compliant.mean_spread += selection * compliant_spread;
    predicted += selection * prediction;
    if (outcome != Outcome::unknown) {
        const bool hit = outcome == Outcome::violation;
        DrawnRows& drawn = hit ? hits : compliant;
        drawn.weight += weight;
        drawn.spread += weight * (hit ? hit_spread : compliant_spread);
        predicted -= weight * prediction;
    }
}

}  // namespace greenlane::evaluation
