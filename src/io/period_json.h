#pragma once

#include "greenlane/experiment/measured_period.h"
#include "greenlane/experiment/warmup_choice.h"

#include "io/figure_json.h"

#include <optional>

namespace greenlane::io {

/// `{"begin": ..., "end": ..., "warmup_h": 168.0, "utc_offset_h": 5.0}`
Json period_json(const experiment::MeasuredPeriod& period);
/// How `warmup = "auto"` was found; null where it was given.
Json warmup_json(const std::optional<experiment::WarmupChoice>& warmup);

}  // namespace greenlane::io
