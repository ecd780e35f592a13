#pragma once

#include "greenlane/experiment/tuning.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// The front of a tuning as the search saw it, knee or best marked, with the present setting beside
/// it where that is not on the front.
std::string tuning_front(const experiment::Tuning& tuning, const experiment::TuningLabel& label,
                         const Terminal& terminal);

}  // namespace greenlane::report
