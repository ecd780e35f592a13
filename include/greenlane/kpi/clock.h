#pragma once

#include "greenlane/kpi/kpi_table.h"
#include "greenlane/kpi/measure.h"

namespace greenlane::kpi {

/// Whether a measure tells how long something lasted or whether it was in time, which queues have a
/// part in. Officers' work does not: how long a control takes is known before anybody queues.
bool needs_clock(Measure measure);
/// Whether a KPI rests on such a measure, on quantiles or on station logs. The others say what was
/// selected, controlled and found.
bool needs_clock(const Kpi& kpi);

}  // namespace greenlane::kpi
