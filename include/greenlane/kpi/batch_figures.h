#pragma once

#include "greenlane/kpi/batch_means.h"
#include "greenlane/kpi/kpi_value.h"
#include "greenlane/kpi/tally.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace greenlane::kpi {

/// The KPIs of one long run with intervals from batch means over its local days.
struct BatchFigures {
    std::size_t days = 0;                           ///< of the run
    std::size_t batch_days = 0;                     ///< of a batch: whole weeks
    std::vector<std::optional<BatchMeans>> by_kpi;  ///< nullopt where there is no interval
};

/// A KPI f of sums over n days becomes a mean by the jackknife: day i has the pseudo-value n f(all)
/// - (n - 1) f(all but i), for totals n (f(all) - f(all but i)) (Miller 1974, Biometrika 61, 1-15),
/// so that a ratio stays a ratio of sums, and days with few shipments weigh little. batch_means()
/// of these: whole weeks, as rosters and arrivals come back weekly; at least ten batches, and fewer
/// than twenty, from ten weeks on (Schmeiser 1982, Operations Research 30, 556-568, finds little
/// gained by more than thirty, and needs ten), below that a week each. The interval lies about
/// f(all) and within the KPI's bounds.
///
/// None for KPIs that do not come from sums by day (quantiles, times that may be open, figures of
/// stations), where a day holds all that there is, where all days agree, and in less than three
/// weeks. The bias by what is still in process at the end is not in it.
BatchFigures batch_figures(const Tally& tally, const Assumptions& assumptions,
                           double confidence = 0.95);

}  // namespace greenlane::kpi
