#pragma once

#include "greenlane/engine/pilot.h"
#include "greenlane/evaluation/dry_run.h"
#include "greenlane/report/run_tables.h"

#include <optional>
#include <string>
#include <vector>

namespace greenlane::report {

/// A dry run for the eyes of an analyst, as UTF-8 with line ends: lanes, rules, overlaps, lottery
/// and the officer hours that it needs. `loads`: none where no scenario tells the hours of a
/// control.
std::string screening_tables(const std::string& profile, const evaluation::DryRunReport& report,
                             const std::optional<std::vector<engine::ControlLoad>>& loads,
                             const Terminal& terminal);

}  // namespace greenlane::report
