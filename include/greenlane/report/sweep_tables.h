#pragma once

#include "greenlane/experiment/sweep.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// A sweep for the eyes of an analyst, as UTF-8 with line ends: its design; for each KPI main
/// effects, interactions and the tornado; then the points, the first 20 of them.
std::string sweep_tables(const experiment::Sweep& sweep, const Terminal& terminal);

}  // namespace greenlane::report
