#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::kpi {

/// A KPI by period of a run, in the order of time: periods of one length, a whole cycle of the
/// roster each, so that what MSER sees is the approach to the steady state and not the time of day.
/// A period without a value is undefined.
using Series = std::vector<std::optional<double>>;

/// Where MSER-5 cuts a series.
struct WarmupCut {
    std::size_t periods = 0;     ///< to delete, whole batches
    double statistic = 0;        ///< its minimum
    std::optional<double> mean;  ///< of the batches that are left
    bool valid = false;
};
/// MSER-5 (White, Cobb and Spratt 2000, Winter Simulation Conference, 755-760): the series is
/// averaged in batches of five periods, those that do not fill one left out at the end; of m
/// batches the first d are deleted for which sum (z_j - mean)^2 / (m - d)^2 over the rest is least,
/// the first such d <= m / 2. Batches without a value count neither in the sum nor in m - d.
///
/// Not valid where d lies in the last tenth of that range or where there is one batch at most: the
/// series still drifts, and no warm-up makes a steady state of it.
WarmupCut mser5(const Series& series);

/// One cut for a run.
struct Warmup {
    std::vector<WarmupCut> by_kpi;  ///< of the KPI's mean over the replications
    /// Whether the KPI asks for its cut: before it, it is not what it is after it.
    std::vector<bool> asks;
    std::optional<std::size_t> periods;  ///< the longest asked for; nullopt where one is not valid
};
/// MSER-5 of every KPI, each averaged over the replications first, period by period, where it has a
/// value (Hoad, Robinson and Davies 2010, Journal of the Operational Research Society 61, 1632-
/// 1644): averages over replications show a drift that one replication hides in noise. Series by
/// KPI and replication, all of one length; a KPI without any value is passed over.
///
/// In a short series of noise MSER cuts somewhere, and of many KPIs one is cut at the end of the
/// range. So a KPI asks only if its mean before the cut less that after it, replication by
/// replication, has a t interval without 0, all KPIs together at 95 % (Bonferroni); of one
/// replication, which tells nothing of noise, every cut counts. A series too short for two batches
/// is never valid. `runs`: so many are judged one by one, and all of them together at 95 %.
Warmup warmup(std::span<const std::vector<Series>> by_kpi, std::size_t runs = 1);

}  // namespace greenlane::kpi
