#pragma once

#include "greenlane/kpi/kpi_table.h"
#include "greenlane/kpi/measure.h"

#include <cstdint>
#include <string_view>

namespace greenlane::report {

/// Why a KPI of a whole run has no figure. `overall` are the sums of all replications, `count` what
/// stands in the KPI's denominator.
std::string_view why_undefined(const kpi::Kpi& kpi, const kpi::Cell& overall, std::int64_t count);

}  // namespace greenlane::report
