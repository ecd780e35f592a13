#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/engine/scenario.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace greenlane::io {

/// Reads a scenario with the overrides that concern it. Paths in the file are relative to the file:
/// the goods catalogue is read from there, `profile` is given back as a path (but for the built-in
/// profile `recorded`). Every mistake is reported: what a single value must be, here; what values
/// must be together, by the checks of the flow and of the process. nullopt only where the file
/// cannot be read or is not TOML.
std::optional<engine::ScenarioDefinition> read_scenario(const std::filesystem::path& file,
                                                        std::span<const std::string> overrides,
                                                        Diagnostics& diagnostics);

}  // namespace greenlane::io
