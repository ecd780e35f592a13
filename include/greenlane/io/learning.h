#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/learning/loop.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace greenlane::io {

/// What `learn` needs of a scenario.
struct LearningScenario {
    std::string name;
    std::optional<std::string> profile;  ///< a path
    bool seeded = false;                 ///< whether [scenario] seed gives definition.seed
    learning::LearningDefinition definition;
};

/// Reads [scenario] (name, seed, replications, profile) and [learning], with the overrides that
/// concern them; what else a scenario holds is for a run and left alone. Every mistake is reported.
/// nullopt only where the file cannot be read or is not TOML.
std::optional<LearningScenario> read_learning(const std::filesystem::path& file,
                                              std::span<const std::string> overrides,
                                              Diagnostics& diagnostics);

/// A loop as `learn --json` prints it (docs/file-formats.md), with a line end; undefined figures
/// are null. Equal results give equal bytes.
std::string to_learning_json(const std::string& scenario, const learning::LearningResult& result);

}  // namespace greenlane::io
