#pragma once

#include "greenlane/experiment/calibration.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// A calibration for the eyes of an analyst, as UTF-8 with line ends: what was fitted, from how
/// many records, how well, and what the records cannot tell.
std::string calibration_tables(const std::string& scenario,
                               const experiment::Calibration& calibration,
                               const Terminal& terminal);

}  // namespace greenlane::report
