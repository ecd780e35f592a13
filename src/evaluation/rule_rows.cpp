#include "evaluation/rule_rows.h"

namespace greenlane::evaluation {

RuleRows rule_rows(const LabelledHistory& history) {
    RuleRows rule;
    for (std::size_t row = 0; row < history.rows(); ++row) {
        rule.add(history.selection[row], history.outcome[row]);
    }
    return rule;
}

RateEstimate without_chances(const LabelledHistory& history) {
    const RuleRows rule = rule_rows(history);
    RateEstimate estimate;
    estimate.inspected = rule.inspected;
    estimate.selected = rule.rows;
    estimate.unseen = rule.rows - rule.inspected;
    estimate.gap = Gap::chance_unknown;
    if (rule.rows == 0) {
        estimate.gap = Gap::nothing_selected;
    } else {
        estimate.interval = rule.possible();
    }
    return estimate;
}

void bound_unseen(RateEstimate& estimate, double unseen_weight, double weight) {
    const double seen = 1 - unseen_weight / weight;
    const kpi::Interval of_seen = estimate.interval.value_or(kpi::Interval{0, 1});
    estimate.rate.reset();
    estimate.standard_error.reset();
    estimate.interval = kpi::Interval{seen * of_seen.low, seen * of_seen.high + (1 - seen)};
}

}  // namespace greenlane::evaluation
