#include "greenlane/evaluation/labelled_history.h"

#include "greenlane/core/contract.h"

namespace greenlane::evaluation {

namespace {

bool is_chance(double value) {
    return value >= 0 && value <= 1;  // false of NaN
}

}  // namespace

std::optional<HistoryFault> first_fault(const LabelledHistory& history) {
    const std::size_t rows = history.rows();
    GREENLANE_EXPECT(history.selection.size() == rows);
    GREENLANE_EXPECT(history.probability.empty() || history.probability.size() == rows);
    GREENLANE_EXPECT(history.random.empty() || history.random.size() == rows);
    for (std::size_t row = 0; row < rows; ++row) {
        if (!is_chance(history.selection[row])) {
            return HistoryFault{row, "the chance of being selected must lie in [0, 1]"};
        }
        if (history.probability.empty()) {
            continue;
        }
        if (!is_chance(history.probability[row])) {
            return HistoryFault{row, "the probability of an inspection must lie in [0, 1]"};
        }
        if (history.probability[row] == 0 && history.outcome[row] != shipment::Outcome::unknown) {
            return HistoryFault{row, "an outcome is known where an inspection had probability 0"};
        }
    }
    return std::nullopt;
}

}  // namespace greenlane::evaluation
