#pragma once

#include "greenlane/engine/pilot.h"
#include "greenlane/evaluation/dry_run.h"

#include <optional>
#include <string>
#include <vector>

namespace greenlane::io {

/// A dry run as JSON (docs/file-formats.md). `loads`: none where no scenario tells the hours.
std::string to_dry_run_json(const std::string& profile, const evaluation::DryRunReport& report,
                            const std::optional<std::vector<engine::ControlLoad>>& loads);

}  // namespace greenlane::io
