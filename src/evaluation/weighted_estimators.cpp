#include "greenlane/core/contract.h"
#include "greenlane/evaluation/selective_labels.h"

#include "evaluation/score_interval.h"
#include "evaluation/weighted_rows.h"

#include <algorithm>
#include <cmath>

namespace greenlane::evaluation {

namespace {

using Estimator = void (*)(const WeightedRows& rows, double confidence, RateEstimate& estimate);

RateEstimate weighted(const WeightedRows& rows, Estimator estimator, double confidence) {
    RateEstimate estimate;
    estimate.inspected = rows.seen.inspected;
    estimate.selected = rows.seen.rows + rows.unseen;
    estimate.unseen = rows.unseen;
    if (estimate.selected == 0) {
        estimate.gap = Gap::nothing_selected;
        return estimate;
    }
    if (rows.seen.rows > 0) {
        estimator(rows, confidence, estimate);
    }
    if (rows.unseen > 0) {
        estimate.gap = Gap::never_looked;
        bound_unseen(estimate, rows.unseen_weight, rows.seen.weight + rows.unseen_weight);
    }
    return estimate;
}

RateEstimate weighted(const LabelledHistory& history, std::span<const double> prediction,
                      Estimator estimator, double confidence) {
    if (history.probability.empty()) {
        return without_chances(history);
    }
    return weighted(WeightedRows(history, prediction), estimator, confidence);
}

void estimate_horvitz_thompson(const WeightedRows& rows, double confidence,
                               RateEstimate& estimate) {
    const double total = rows.seen.weight;
    estimate.rate = (rows.facts.hits + rows.hits.weight) / total;
    estimate.standard_error = std::sqrt(rows.hits.spread) / total;
    // At a rate r the drawn violations weigh total r - fact_hits.
    const double spread = rows.hits.spread_per_weight() / total;
    const RateVariance variance{-rows.facts.hits / total * spread, spread, 0};
    estimate.interval = score_interval(*estimate.rate, variance, confidence, rows.seen.possible());
}

void estimate_hajek(const WeightedRows& rows, double confidence, RateEstimate& estimate) {
    const double total =
        rows.facts.hits + rows.facts.compliant + rows.hits.weight + rows.compliant.weight;
    if (total == 0) {
        estimate.gap = Gap::nobody_inspected;
        estimate.unseen = estimate.selected;
        estimate.interval = kpi::Interval{0, 1};
        return;
    }
    const double rate = (rows.facts.hits + rows.hits.weight) / total;
    const double other = 1 - rate;
    estimate.rate = rate;
    estimate.standard_error =
        std::sqrt(rows.hits.spread * other * other + rows.compliant.spread * rate * rate) / total;
    // At a rate r the drawn violations weigh total r - fact_hits, the compliant rows the rest; of
    // each squared residual, one factor is taken at r and one at the estimate, so that without
    // facts and at one probability the interval is Wilson's.
    const double hit_spread = rows.hits.spread_per_weight() * other / total;
    const double compliant_spread = rows.compliant.spread_per_weight() * rate / total;
    const double fact_hits = rows.facts.hits / total;
    const double fact_compliant = rows.facts.compliant / total;
    const RateVariance variance{
        -fact_hits * hit_spread,
        (1 + fact_hits) * hit_spread + (1 - fact_compliant) * compliant_spread,
        -hit_spread - compliant_spread};
    estimate.interval = score_interval(rate, variance, confidence, rows.seen.possible());
}

void estimate_doubly_robust(const WeightedRows& rows, double confidence, RateEstimate& estimate) {
    const double total = rows.seen.weight;
    estimate.rate = (rows.facts.hits + rows.predicted + rows.hits.weight) / total;
    estimate.standard_error = std::sqrt(rows.hits.spread + rows.compliant.spread) / total;
    const double hit_spread = rows.hits.spread_per_weight() / total;
    const double compliant_spread = rows.compliant.spread_per_weight() / total;
    const RateVariance variance{(1 - rows.facts.compliant / total) * compliant_spread -
                                    rows.facts.hits / total * hit_spread,
                                hit_spread - compliant_spread, 0};
    estimate.interval = score_interval(*estimate.rate, variance, confidence, rows.seen.possible());
}

}  // namespace

RateEstimate horvitz_thompson(const LabelledHistory& history, double confidence) {
    return weighted(history, {}, estimate_horvitz_thompson, confidence);
}

RateEstimate hajek(const LabelledHistory& history, double confidence) {
    return weighted(history, {}, estimate_hajek, confidence);
}

RateEstimate doubly_robust(const LabelledHistory& history, std::span<const double> prediction,
                           double confidence) {
    GREENLANE_EXPECT(prediction.size() == history.rows());
    return weighted(history, prediction, estimate_doubly_robust, confidence);
}

ClippedEstimate clipped_horvitz_thompson(const LabelledHistory& history, double largest_weight,
                                         double confidence) {
    GREENLANE_EXPECT(largest_weight >= 1);
    if (history.probability.empty()) {
        return {without_chances(history), 0, 0};
    }
    const WeightedRows rows(history, {}, largest_weight);
    ClippedEstimate result{weighted(rows, estimate_horvitz_thompson, confidence), rows.clipped, 0};
    if (rows.clipped > 0) {
        result.largest_bias = rows.clipped_weight / (rows.seen.weight + rows.unseen_weight);
        auto& interval = *result.estimate.interval;
        interval.high = std::min(1.0, interval.high + result.largest_bias);
    }
    return result;
}

}  // namespace greenlane::evaluation
