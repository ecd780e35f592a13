#pragma once

#include "greenlane/experiment/result.h"

#include <string>

namespace greenlane::io {

/// The KPIs of a run as tidy CSV (docs/file-formats.md): a row for each replication, slice and KPI.
/// An undefined value is empty; a KPI that no replication defines in a period or segment has no
/// rows there.
std::string to_kpi_csv(const experiment::RunResult& result);

}  // namespace greenlane::io
