#pragma once

#include "greenlane/experiment/tuning.h"
#include "greenlane/io/systems_study.h"

#include <string>

namespace greenlane::io {

/// A `greenlane-tuning` (docs/file-formats.md).
std::string to_tuning_json(const experiment::Tuning& tuning, const experiment::TuningLabel& label);
/// All settings that were tried, a row each.
std::string to_settings_csv(const experiment::Tuning& tuning, const experiment::TuningLabel& label);

/// All replications of all settings, the search's and the final estimates', for
/// write_systems_study(). Settings are systems of the same numbers.
SystemsStudy study_of(const experiment::Tuning& tuning, const experiment::TuningLabel& label);

}  // namespace greenlane::io
