#include "greenlane/evaluation/rate_estimate.h"

namespace greenlane::evaluation {

std::string caution(const RateEstimate& estimate) {
    const std::string unseen =
        std::to_string(estimate.unseen) + " of " + std::to_string(estimate.selected);
    switch (estimate.gap) {
        case Gap::none:
            return {};
        case Gap::nothing_selected:
            return "The rule selects none of these rows.";
        case Gap::chance_unknown:
            return "The history does not tell how likely each row was to be inspected, nor which "
                   "inspections were drawn by lottery, so this estimate cannot be made.";
        case Gap::never_looked:
            return "History never looked at " + unseen +
                   " rows that the rule selects: nothing is known of them, so there are bounds and "
                   "no estimate.";
        case Gap::nobody_inspected:
            return "Nobody inspected " + unseen +
                   " rows that the rule selects, nor any that stand for them, so there are bounds "
                   "and no estimate.";
    }
    return {};
}

}  // namespace greenlane::evaluation
