#pragma once

#include "greenlane/kpi/interval.h"

#include <cstdint>
#include <optional>

namespace greenlane::kpi {

/// What a difference of two values within the bounds can be.
constexpr Bounds bounds_of_difference(const Bounds& bounds) {
    return {bounds.low - bounds.high, bounds.high - bounds.low};
}

/// Whether two systems met the same draws, replication by replication.
enum class Pairing : std::uint8_t { paired, unpaired };

/// Student's test of no difference, two-sided.
struct TTest {
    double statistic;  ///< infinite where the values do not vary, yet differ; 0 where they do not
    double degrees;    ///< of freedom
    double p;
    Interval interval;  ///< plain Student's t
};

/// first - second, of replications.
struct Difference {
    Pairing pairing;
    Figure figure;              ///< what is reported
    std::optional<TTest> test;  ///< nullopt where there is no interval
    /// Of paired values (Pearson); nullopt for fewer than two pairs, where one does not vary, and
    /// of unpaired ones.
    std::optional<double> correlation;
    /// What pairing gained: (variance of first + variance of second) / variance of the difference,
    /// that is, how many times the replications an unpaired comparison needs. Infinite where the
    /// difference does not vary and the values do; nullopt where nothing varies or is paired.
    std::optional<double> variance_reduction;
};

/// Of values on the same draws: paired_difference() with the paired t test (Law 2015, Simulation
/// Modeling and Analysis, section 10.2.1). A pair with an undefined value is skipped; nullopt where
/// no other is left. Spans of one length.
std::optional<Difference> compare_paired(Replicated first, Replicated second,
                                         double confidence = 0.95);
/// Of independent values: Welch's (1938) interval and test, Biometrika 29, 350-362. Undefined
/// values are skipped, `n` is the smaller number of what is left; nullopt where one has none.
std::optional<Difference> compare_unpaired(Replicated first, Replicated second,
                                           double confidence = 0.95);

}  // namespace greenlane::kpi
