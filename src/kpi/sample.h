#pragma once

#include "greenlane/kpi/interval.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace greenlane::kpi {

/// How short a side of an interval may get by the correction of interval.h, in t quantiles.
inline constexpr double shortest_side = 0.8;

/// What the intervals of a mean are made of.
struct Sample {
    std::size_t n = 0;
    double mean = 0;
    double standard_error = 0;  ///< of the mean; 0 for n = 1
    double skewness = 0;        ///< adjusted Fisher-Pearson, G1; 0 for n < 3 or equal values

    double variance() const { return standard_error * standard_error * static_cast<double>(n); }
    /// The coefficient a of interval.h's correction for skewness.
    double skew_coefficient() const;
};

/// Undefined values are skipped; nullopt where no other is left.
std::optional<Sample> describe(Replicated values);

/// The quantile of Student's distribution that leaves (1 - confidence) / 2 on each side.
/// `confidence` in [0.5, 1).
double t_quantile(double degrees, double confidence);

/// first - second by place, undefined where one of them is. Spans of one length.
std::vector<std::optional<double>> differences(Replicated first, Replicated second);

}  // namespace greenlane::kpi
