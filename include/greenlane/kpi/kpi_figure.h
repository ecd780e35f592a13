#pragma once

#include "greenlane/kpi/interval.h"
#include "greenlane/kpi/kpi_table.h"

#include <cstdint>
#include <optional>

namespace greenlane::kpi {

/// Mean and interval over the replications. Where all shares of a count are equal (all zero, as a
/// rule), their spread says nothing, and the interval is that of Clopper and Pearson; `counted` is
/// what stands in the KPI's denominator, all replications together.
std::optional<Figure> figure_of(const Kpi& kpi, Replicated values, std::int64_t counted);

}  // namespace greenlane::kpi
