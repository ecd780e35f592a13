#pragma once

#include "greenlane/kpi/interval.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace greenlane::kpi {

/// The nine sample quantiles of Hyndman and Fan (1996, The American Statistician 50, 361-365); the
/// enumerator's value is their number. The first three are steps, the others straight lines between
/// the k-th smallest of n values at p = (k - a) / (n + 1 - a - b).
enum class QuantileType : std::uint8_t {
    inverse = 1,           ///< of the empirical distribution function; what Histogram gives
    averaged_inverse = 2,  ///< as 1, the mean of both values where p n is whole
    nearest_even = 3,      ///< the value whose rank is nearest to p n; of two, the even one
    interpolated_inverse,  ///< 4: a = 0, b = 1
    hazen,                 ///< 5: a = b = 1/2
    weibull,               ///< 6: a = b = 0, the mean of the uniform order statistic
    mode_based,            ///< 7: a = b = 1, its mode
    median_unbiased,       ///< 8: a = b = 1/3, its median, nearly
    normal_unbiased,       ///< 9: a = b = 3/8, for values of a normal law
};
inline constexpr std::size_t quantile_type_count = 9;
/// "type 7" and the like.
std::string_view name(QuantileType type);

/// Of at least one value, smallest first; 0 <= p <= 1. A rank within its own rounding error of a
/// whole number is that number.
double quantile(std::span<const double> sorted, double p, QuantileType type);

/// Ranks, from 1 for the smallest, of the values between which a quantile lies. Without a rank
/// there are too few values to bound it on that side.
struct QuantileRanks {
    std::optional<std::size_t> low;
    std::optional<std::size_t> high;
    double coverage;  ///< exact for a continuous law
};
/// Distribution-free limits for the p-quantile of the law behind `n` independent values: with B
/// binomial (n, p), `low` is the largest rank l with P(B <= l - 1) <= (1 - confidence) / 2, `high`
/// the smallest u with P(B >= u) <= (1 - confidence) / 2; the coverage is P(l <= B <= u - 1)
/// (David and Nagaraja 2003, Order Statistics, section 7.1). 0 < p < 1, n > 0.
QuantileRanks quantile_ranks(std::size_t n, double p, double confidence = 0.95);

/// The values at quantile_ranks(); infinite where there is no rank. Values independent of each
/// other, as the replications' are and successive shipments' are not; smallest first.
Interval quantile_interval(std::span<const double> sorted, double p, double confidence = 0.95);

}  // namespace greenlane::kpi
