#pragma once

#include "greenlane/kpi/interval.h"

namespace greenlane::evaluation {

/// A variance as a function of the rate: constant + linear rate + square rate^2.
struct RateVariance {
    double constant = 0;
    double linear = 0;
    double square = 0;

    double at(double rate) const { return constant + rate * (linear + rate * square); }
};

/// The standard normal quantile that leaves (1 - confidence) / 2 on each side.
double two_sided_z(double confidence);

/// All rates with (estimate - rate)^2 <= z^2 variance(rate), clipped to `possible`: Wilson's (1927)
/// interval for any variance of this form. Wilson's own is rate (1 - rate) / n, that is
/// {0, 1 / n, -1 / n}. square <= 0.
kpi::Interval score_interval(double estimate, const RateVariance& variance, double confidence,
                             const kpi::Interval& possible);

/// Wilson's interval of a share of `size` trials, effective ones: any positive number.
kpi::Interval wilson(double share, double size, double confidence);

}  // namespace greenlane::evaluation
