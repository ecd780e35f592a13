#pragma once

#include "greenlane/kpi/clusters.h"
#include "greenlane/kpi/interval.h"
#include "greenlane/kpi/kpi_value.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace greenlane::experiment {

/// How far the figures of a replay depend on which importers and weeks its declarations happen to
/// be of.
struct DataIntervals {
    /// Resampled where there are at least so many of them; of importers, also where there are none
    /// at all: then weeks alone.
    static constexpr std::size_t fewest = 8;

    std::size_t weeks = 0;            ///< in which something was lodged
    std::size_t importer_groups = 0;  ///< that lodged something
    /// 95 % intervals by KPI, in its unit; empty where there are too few weeks or importer groups.
    /// nullopt of what is no quotient of sums, where a resample leaves nothing to divide by, and
    /// where all resamples agree: then resampling says nothing.
    std::vector<std::optional<kpi::Interval>> by_kpi;
    /// The KPI in each resample, by KPI; empty where there is no interval for want of a value.
    std::vector<std::vector<double>> resampled;
};

/// The pigeonhole bootstrap (Owen 2007, Annals of Applied Statistics 1, 386-411): 400 times as many
/// weeks as there are, and as many importer groups, are drawn with replacement and independently of
/// each other; a cell counts as often as its week was drawn times as often as its group was. A KPI
/// is computed from the resampled sums, its interval is percentile_interval() of the 400.
///
/// For a ratio with residuals r = (numerator - ratio x denominator) / sum of denominators, summed
/// by cell, the variance is sum r_cell^2 + (1 - 1/G) sum r_week^2 + (1 - 1/W) sum r_group^2 with G
/// groups and W weeks, but for terms of higher order. It errs on the safe side: where shipments of
/// an importer or a week are no more alike than others, it is up to three times that of independent
/// shipments.
///
/// Draws are keyed by the seed: equal for all jobs, and for all profiles that see the same weeks
/// and importers. `clusters` are those of all replications; `stays_known` as in kpi::Evidence.
DataIntervals bootstrap(const kpi::Clusters& clusters, std::uint64_t seed,
                        const kpi::Assumptions& assumptions, bool stays_known);

/// The data interval of a KPI's difference first - second between two runs over the same
/// declarations: both are resampled alike. nullopt where one has none, or where all resamples
/// agree.
std::optional<kpi::Interval> difference_interval(const DataIntervals& first,
                                                 const DataIntervals& second, std::size_t kpi);

}  // namespace greenlane::experiment
