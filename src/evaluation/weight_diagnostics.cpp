#include "greenlane/evaluation/weight_diagnostics.h"

#include <algorithm>
#include <cmath>

namespace greenlane::evaluation {

using shipment::Outcome;

WeightDiagnostics diagnose_weights(const LabelledHistory& history) {
    WeightDiagnostics diagnostics;
    if (history.probability.empty()) {
        return diagnostics;
    }
    double reachable = 0;
    double variance = 0;  // of the sum of the weights
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (std::size_t row = 0; row < history.rows(); ++row) {
        const double selection = history.selection[row];
        const double probability = history.probability[row];
        if (selection == 0 || probability == 0) {
            continue;
        }
        const double weight = selection / probability;
        reachable += selection;
        variance += selection * weight * (1 - probability);
        if (history.outcome[row] != Outcome::unknown) {
            ++diagnostics.inspected;
            sum += weight;
            squares += weight * weight;
            largest = std::max(largest, weight);
        }
    }
    if (diagnostics.inspected > 0) {
        diagnostics.effective_size = sum * sum / squares;
        diagnostics.largest = largest;
        diagnostics.largest_share = largest / sum;
        diagnostics.mean_weight = sum / reachable;
        if (variance > 0) {
            diagnostics.mean_weight_z = (sum - reachable) / std::sqrt(variance);
        }
    }
    return diagnostics;
}

}  // namespace greenlane::evaluation
