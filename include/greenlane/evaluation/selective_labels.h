#pragma once

#include "greenlane/evaluation/labelled_history.h"
#include "greenlane/evaluation/rate_estimate.h"

#include <cstdint>
#include <span>

namespace greenlane::evaluation {

/// Hits / inspected among the selected rows that were inspected, with Wilson's interval, as if the
/// old policy had inspected at random. It does not: the figure is biased towards what that policy
/// went for, and is here to be named so.
RateEstimate naive(const LabelledHistory& history, double confidence = 0.95);

/// Census and lottery. Rows whose outcome is known whatever the lottery drew (probability 1;
/// without probabilities: inspected, but not by lottery) are facts. The others make a stratum per
/// probability (without probabilities: one), whose inspected rows are a simple random sample of it
/// given their number n of N:
///   rate = (hits among the facts + sum N hits / n) / selected (Cochran 1977, chapter 5).
/// Interval: Wilson's for the rate phi of the strata with the effective number
/// phi (1 - phi) / variance (Korn and Graubard 1998; with Wilson's limits: Franco, Little, Louis
/// and Slud 2019), the variance finite-population corrected, mapped through. In the variance of a
/// stratum its share has one more row at phi, so that strata of one row do not seem certain.
RateEstimate stratified(const LabelledHistory& history, double confidence = 0.95);

/// The strata of stratified() alone: the hit rate of the selected rows that only the lottery looks
/// at.
RateEstimate random_stratum(const LabelledHistory& history, double confidence = 0.95);

// The three estimators below weight an inspected row by w = selection / probability. T is the sum
// of selection. Their variance is that of independent inspections (Poisson sampling); it depends on
// the rate, so the interval is of Wilson's kind: all rates at which the estimate is no further than
// z standard errors away, the error being the one *at that rate*. Rows of probability 1 add no
// error. One mean row more than was drawn goes into the variance of either outcome, so that a few
// hits of small weight do not seem to exclude hits of large weight. Coverage, and that of Wald's
// interval: tests/validation/selective_labels.cpp.

/// (1 / T) sum w y (Horvitz and Thompson 1952, JASA 47, 663-685), also called inverse propensity
/// scoring; variance (1 / T^2) sum w^2 (1 - probability) y, unbiased. Defined without any
/// inspected row.
RateEstimate horvitz_thompson(const LabelledHistory& history, double confidence = 0.95);

/// sum w y / sum w (Hajek 1971), the self-normalised form: biased of order 1 / n, and more precise
/// where the rate is not small. Variance by linearisation (Sarndal, Swensson and Wretman 1992,
/// section 5.7).
RateEstimate hajek(const LabelledHistory& history, double confidence = 0.95);

/// (1 / T) sum (selection m + w (y - m)) with predictions m in [0, 1] of a row's violation
/// (Robins, Rotnitzky and Zhao 1994; Cassel, Sarndal and Wretman 1976): unbiased where either the
/// probabilities or the predictions are right. No row's prediction may rest on its own outcome;
/// cross_fitted_rates() makes such. Variance (1 / T^2) sum w^2 (1 - probability) (y - m)^2.
RateEstimate doubly_robust(const LabelledHistory& history, std::span<const double> prediction,
                           double confidence = 0.95);

/// horvitz_thompson() with no weight above `largest_weight`: less spread for a bias that is known
/// in size, -largest_bias to 0. The interval allows for it.
struct ClippedEstimate {
    RateEstimate estimate;
    std::uint64_t clipped = 0;  ///< selected rows, inspected or not, whose weight it lowers
    double largest_bias = 0;
};
ClippedEstimate clipped_horvitz_thompson(const LabelledHistory& history, double largest_weight,
                                         double confidence = 0.95);

}  // namespace greenlane::evaluation
