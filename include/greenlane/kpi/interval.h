#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>

namespace greenlane::kpi {

struct Interval {
    double low;
    double high;

    bool contains(double value) const { return low <= value && value <= high; }
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// A mean over replications. No interval where fewer than two replications had a value.
struct Figure {
    double mean;
    std::optional<Interval> interval;
    std::size_t n;  ///< replications with a value

    friend bool operator==(const Figure&, const Figure&) = default;
};

/// One value per replication, in the order of the replications; an undefined one is skipped.
using Replicated = std::span<const std::optional<double>>;

/// What a value can be: intervals are clipped to it.
struct Bounds {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
};
inline constexpr Bounds percentage{0, 100};
inline constexpr Bounds non_negative{0, std::numeric_limits<double>::infinity()};

/// Mean and Student's t interval: what theory asks for in validation. Exact for normal values;
/// `confidence` in [0.5, 1). nullopt where no replication has a value; so are all figures below.
std::optional<Figure> student_t(Replicated values, double confidence);

/// Mean and the interval that greenlane reports: Student's t corrected for skewness, so that it
/// covers for means and quantiles of skewed times at few replications, where a plain t does not.
///
/// With se the standard error, q the t quantile and a = 1.5 G1 / (6 sqrt n), G1 the adjusted sample
/// skewness, the limits are mean - H(q) se and mean - H(-q) se, each at least 0.8 q se and at most
/// 2.5 q se away. H(y) = ((1 + 6 a (y - a))^(1/3) - 1) / (2 a) inverts the cubic transformation of
/// Hall (1992, JRSS B 54, 221-228) that rids the studentised mean of its skewness. Measured, not
/// derived: 1.5, as small samples understate skewness; 0.8, as they show it where there is none;
/// 2.5, as H then overshoots and covers no more. Without skewness, and for n = 2, it is the plain
/// t.
///
/// Coverage of the 95 % interval in %, that of the plain t in brackets
/// (tests/validation/interval_coverage.cpp has more laws, competitors and widths):
///
///     R                     5          10          20          40
///     normal           95 (95)     95 (95)     95 (95)     95 (95)
///     M/M/1 delays     92 (89)     95 (91)     96 (93)     96 (94)
///     exponential      93 (88)     96 (91)     96 (92)     96 (93)
///     gamma, 1/2       91 (82)     95 (87)     96 (90)     96 (92)
///     lognormal, 1     89 (82)     93 (84)     95 (87)     96 (90)
///
/// Chosen over Johnson's modified t (hardly better than the plain t), BCa (worse), Hall's own form
/// (covers less for lognormal values and has no limit to its stretch) and the studentised bootstrap
/// (narrower and a point or two short at R >= 10; no bound on its width where values tie; draws).
std::optional<Figure> estimate(Replicated values, Bounds bounds = {}, double confidence = 0.95);

/// estimate() of first - second, replication by replication; a pair with an undefined value is
/// skipped. Spans of one length.
std::optional<Figure> paired_difference(Replicated first, Replicated second,
                                        double confidence = 0.95);

/// The limits that leave (1 - confidence) / 2 of the values out on each side: quantiles of type 6
/// of Hyndman and Fan (1996), the p (n + 1)-th smallest value, with straight lines in between
/// (Davison and Hinkley 1997, section 5.2.1). Sorts `values`, of which there is at least one.
Interval percentile_interval(std::span<double> values, double confidence = 0.95);

/// Two one-sided t tests at 5 %: whether the 90 % t interval lies inside reference * (1 -+ margin).
/// False where there is no interval.
bool equivalent(Replicated values, double reference, double margin);

}  // namespace greenlane::kpi
