#pragma once

#include "greenlane/experiment/result.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// What an analyst asks first.
std::string overview(const experiment::RunResult& result, const Terminal& terminal);
/// Stations with servers: work, waits, and the queue through the day; then those without.
std::string station_tables(const experiment::RunResult& result, const Terminal& terminal);

}  // namespace greenlane::report
