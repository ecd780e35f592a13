#pragma once

#include "greenlane/experiment/measured_period.h"
#include "greenlane/experiment/warmup_choice.h"

#include <string>

namespace greenlane::report {

/// `measured from 2026-06-08 00:00 to 2026-07-06 00:00 local time (28 d after a warm-up of 7 d)`
std::string period_line(const experiment::MeasuredPeriod& period);
/// How `warmup = "auto"` was found.
std::string warmup_line(const experiment::WarmupChoice& warmup);

}  // namespace greenlane::report
