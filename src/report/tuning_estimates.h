#pragma once

#include "greenlane/experiment/tuning.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// What fresh replications show of the winner, or of the nearest setting, beside the present one:
/// the objectives, and by how much each constraint is kept or missed.
std::string tuning_estimates(const experiment::Tuning& tuning, const experiment::TuningLabel& label,
                             const Terminal& terminal);

}  // namespace greenlane::report
