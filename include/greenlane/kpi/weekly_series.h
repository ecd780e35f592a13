#pragma once

#include "greenlane/kpi/kpi_value.h"
#include "greenlane/kpi/tally.h"
#include "greenlane/kpi/warmup.h"

#include <cstddef>
#include <vector>

namespace greenlane::kpi {

/// By KPI, and day by day the KPI over the seven days that begin with that day, of the first `days`
/// days of the tally: rosters and arrivals come back weekly, so each value holds a whole cycle, and
/// none from day d on holds anything of the days before. Of the KPIs that are quotients of sums:
/// totals follow the traffic and quantiles are not kept by day; theirs, and all in fewer than seven
/// days, are empty.
std::vector<Series> weekly_series(const Tally& tally, std::size_t days,
                                  const Assumptions& assumptions);

}  // namespace greenlane::kpi
