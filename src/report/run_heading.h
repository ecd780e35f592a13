#pragma once

#include "greenlane/experiment/result.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// What was run, on what, how sure its figures are, and that no shipment got lost.
std::string run_heading(const experiment::RunResult& result, const Terminal& terminal);

}  // namespace greenlane::report
