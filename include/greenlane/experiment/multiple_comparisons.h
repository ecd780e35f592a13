#pragma once

#include "greenlane/kpi/difference.h"
#include "greenlane/kpi/interval.h"
#include "greenlane/kpi/kpi_table.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// A KPI by system (a scenario with a profile) and replication; as many replications of each.
using Systems = std::span<const std::vector<std::optional<double>>>;

/// Each system against the best of the others: the intervals hold together.
struct ComparisonWithBest {
    /// Of mean - best mean of the others, by system. A bound of 0 on the better side says that the
    /// system is not the best, one of 0 on the worse side that it is.
    std::vector<kpi::Interval> by_system;
    double critical;    ///< dunnett_quantile()
    double half_width;  ///< before the intervals are constrained to reach 0
    double degrees;     ///< of freedom
};
/// Multiple comparisons with the best (Hsu 1984, Annals of Statistics 12, 1136-1144): with D_i =
/// mean_i - min of the other means (max where higher is better) the interval is [min(0, D_i - h),
/// max(0, D_i + h)], h = d sqrt(2 s^2 / n), d the one-sided Dunnett quantile for k - 1 comparisons.
/// Of independent systems s^2 is the pooled variance, with k (n - 1) degrees of freedom. On common
/// draws it is that of what replication and system leave over, with (k - 1)(n - 1) (Nelson and
/// Matejcik 1995, Management Science 41, 1935-1945; it takes all differences to vary alike).
///
/// Replications in which a system has no value are left out; nullopt where fewer than two remain.
/// At least two systems; `better` is not neither.
std::optional<ComparisonWithBest> compare_with_best(Systems systems, kpi::Better better,
                                                    kpi::Pairing pairing, double confidence = 0.95);

/// The d that the largest of m Student's t statistics with one denominator and correlation 1/2
/// does not exceed with the given probability (Dunnett 1955, JASA 50, 1096-1121), to 1e-9: the root
/// of int int Phi(sqrt 2 d s + z)^m phi(z) dz f(s) ds, s^2 being chi-square / degrees. At least one
/// comparison; probability in (1/2, 1).
double dunnett_quantile(std::size_t comparisons, double degrees, double probability);

/// The confidence of each of m intervals that hold together with `confidence` (Bonferroni).
double bonferroni_confidence(std::size_t intervals, double confidence = 0.95);

/// first - second.
struct PairOfSystems {
    std::size_t first;
    std::size_t second;
    std::optional<kpi::Difference> difference;
};
/// All pairs, first < second, each at bonferroni_confidence() of their number: the intervals hold
/// together, whatever the systems have in common.
std::vector<PairOfSystems> compare_all_pairs(Systems systems, kpi::Pairing pairing,
                                             double confidence = 0.95);

}  // namespace greenlane::experiment
