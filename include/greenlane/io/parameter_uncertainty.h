#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/experiment/parameter_uncertainty.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace greenlane::io {

/// Reads `[uncertainty]` of a scenario with the overrides that concern it; empty where there is no
/// such table. Mistakes are those that read_scenario() reports.
std::vector<experiment::UncertainParameter> read_parameter_uncertainty(
    const std::filesystem::path& file, std::span<const std::string> overrides,
    Diagnostics& diagnostics);

/// The override, as `--set` takes it, that gives a parameter the values of a replication.
std::string to_override(const experiment::UncertainParameter& parameter,
                        const experiment::DrawnParameter& drawn);

}  // namespace greenlane::io
