#include "greenlane/evaluation/selective_labels.h"

#include "evaluation/rule_rows.h"
#include "evaluation/score_interval.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace greenlane::evaluation {

using shipment::Outcome;
using shipment::Ternary;

namespace {

/// Rows of one chance of an inspection; `all` of them, and the inspected ones with the squares of
/// their chances of selection.
struct Stratum {
    RuleRows all;
    double squares = 0;

    double inspected_weight() const { return all.hits + all.compliant; }
    double share() const { return all.hits / inspected_weight(); }
    /// Variance of share() per variance of an outcome, finite-population corrected.
    double unit_variance() const {
        const double sampled = static_cast<double>(all.inspected) / static_cast<double>(all.rows);
        return (1 - sampled) * squares / (inspected_weight() * inspected_weight());
    }
};

struct Strata {
    RuleRows facts;
    std::map<double, Stratum> drawn;  ///< by probability: in an order, for the sums
    RuleRows never_seen;
};

Strata stratify(const LabelledHistory& history) {
    Strata strata;
    for (std::size_t row = 0; row < history.rows(); ++row) {
        const double selection = history.selection[row];
        const Outcome outcome = history.outcome[row];
        const bool known = outcome != Outcome::unknown;
        if (selection == 0) {
            continue;
        }
        double probability = 0;  // one stratum, whatever its probability
        bool fact = false;
        if (history.probability.empty()) {
            fact = known && history.random[row] != Ternary::yes;
        } else {
            probability = history.probability[row];
            fact = probability == 1;
            if (probability == 0 || (fact && !known)) {
                strata.never_seen.add(selection, outcome);
                continue;
            }
        }
        if (fact) {
            strata.facts.add(selection, outcome);
            continue;
        }
        Stratum& stratum = strata.drawn[probability];
        stratum.all.add(selection, outcome);
        stratum.squares += known ? selection * selection : 0;
    }
    return strata;
}

/// The hit rate of the strata, of which some rows were inspected.
struct DrawnShare {
    double share = 0;
    double variance = 0;
    double effective_size = 0;
    double weight = 0;
    double known_hits = 0;
    double known_compliant = 0;
    RuleRows empty;  ///< strata of which no row was inspected
    std::uint64_t rows = 0;
    std::uint64_t inspected = 0;
};

DrawnShare drawn_share(const std::map<double, Stratum>& strata) {
    DrawnShare drawn;
    double hits = 0;
    for (const auto& [probability, stratum] : strata) {
        drawn.rows += stratum.all.rows;
        drawn.inspected += stratum.all.inspected;
        if (stratum.all.inspected == 0) {
            drawn.empty.rows += stratum.all.rows;
            drawn.empty.weight += stratum.all.weight;
            continue;
        }
        drawn.weight += stratum.all.weight;
        drawn.known_hits += stratum.all.hits;
        drawn.known_compliant += stratum.all.compliant;
        hits += stratum.all.weight * stratum.share();
    }
    if (drawn.weight == 0) {
        return drawn;
    }
    drawn.share = hits / drawn.weight;
    double unit_variance = 0;
    for (const auto& [probability, stratum] : strata) {
        if (stratum.all.inspected == 0) {
            continue;
        }
        const auto inspected = static_cast<double>(stratum.all.inspected);
        const double share = (inspected * stratum.share() + drawn.share) / (inspected + 1);
        const double part = stratum.all.weight / drawn.weight;
        const double unit = part * part * stratum.unit_variance();
        unit_variance += unit;
        drawn.variance += unit * share * (1 - share);
    }
    drawn.effective_size =
        drawn.variance > 0 ? drawn.share * (1 - drawn.share) / drawn.variance : 1 / unit_variance;
    return drawn;
}

/// The rate of `facts` and what was drawn; of any weight in sum.
void combine(const RuleRows& facts, const DrawnShare& drawn, double confidence,
             RateEstimate& estimate) {
    const double weight = facts.weight + drawn.weight;
    const auto map = [&](double share) { return (facts.hits + drawn.weight * share) / weight; };
    estimate.rate = map(drawn.share);
    estimate.standard_error = drawn.weight / weight * std::sqrt(drawn.variance);
    estimate.interval = kpi::Interval{*estimate.rate, *estimate.rate};
    if (drawn.weight > 0) {
        const kpi::Interval limits = wilson(drawn.share, drawn.effective_size, confidence);
        estimate.interval =
            kpi::Interval{map(std::max(limits.low, drawn.known_hits / drawn.weight)),
                          map(std::min(limits.high, 1 - drawn.known_compliant / drawn.weight))};
    }
}

RateEstimate estimate_strata(const Strata& strata, double confidence) {
    const DrawnShare drawn = drawn_share(strata.drawn);
    RateEstimate estimate;
    estimate.inspected = strata.facts.inspected + drawn.inspected;
    estimate.selected = strata.facts.rows + drawn.rows + strata.never_seen.rows;
    estimate.unseen = drawn.empty.rows + strata.never_seen.rows;
    if (estimate.selected == 0) {
        estimate.gap = Gap::nothing_selected;
        return estimate;
    }
    const double seen_weight = strata.facts.weight + drawn.weight;
    if (seen_weight > 0) {
        combine(strata.facts, drawn, confidence, estimate);
    }
    if (estimate.unseen > 0) {
        estimate.gap = strata.never_seen.rows > 0 ? Gap::never_looked : Gap::nobody_inspected;
        const double unseen_weight = drawn.empty.weight + strata.never_seen.weight;
        bound_unseen(estimate, unseen_weight, seen_weight + unseen_weight);
    }
    return estimate;
}

}  // namespace

RateEstimate stratified(const LabelledHistory& history, double confidence) {
    if (history.probability.empty() && history.random.empty()) {
        return without_chances(history);
    }
    return estimate_strata(stratify(history), confidence);
}

RateEstimate random_stratum(const LabelledHistory& history, double confidence) {
    if (history.probability.empty() && history.random.empty()) {
        return without_chances(history);
    }
    Strata strata = stratify(history);
    strata.facts = {};
    strata.never_seen = {};
    return estimate_strata(strata, confidence);
}

RateEstimate naive(const LabelledHistory& history, double confidence) {
    const RuleRows rule = rule_rows(history);
    double squares = 0;
    for (std::size_t row = 0; row < history.rows(); ++row) {
        squares += history.outcome[row] == Outcome::unknown
                       ? 0
                       : history.selection[row] * history.selection[row];
    }
    RateEstimate estimate;
    estimate.inspected = rule.inspected;
    estimate.selected = rule.rows;
    estimate.unseen = rule.rows - rule.inspected;
    const double inspected = rule.hits + rule.compliant;
    if (rule.rows == 0) {
        estimate.gap = Gap::nothing_selected;
    } else if (inspected == 0) {
        estimate.gap = Gap::nobody_inspected;
        estimate.interval = kpi::Interval{0, 1};
    } else {
        const double rate = rule.hits / inspected;
        const double size = inspected * inspected / squares;
        estimate.rate = rate;
        estimate.standard_error = std::sqrt(rate * (1 - rate) / size);
        estimate.interval = wilson(rate, size, confidence);
    }
    return estimate;
}

}  // namespace greenlane::evaluation
