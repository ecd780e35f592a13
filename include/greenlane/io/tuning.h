#pragma once

#include "greenlane/experiment/tuning.h"

#include <string>

namespace greenlane::io {

/// A `greenlane-tuning` (docs/file-formats.md).
std::string to_tuning_json(const experiment::Tuning& tuning, const experiment::TuningLabel& label);
/// All settings that were tried, a row each.
std::string to_settings_csv(const experiment::Tuning& tuning);

}  // namespace greenlane::io
