#pragma once

#include "greenlane/experiment/tuning.h"

#include "cli/inputs.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::cli {

/// A file of a tuning's results.
struct TunedFile {
    std::string name;  ///< profile.toml or scenario.toml
    std::string text;
};

/// The files whose keys were tuned, as the user wrote them but for the values of the winner, under
/// a comment that says what was searched, how, and how sure it is. `folder`: where they will stand.
std::vector<TunedFile> tuned_files(const Inputs& inputs, const experiment::Tuning& tuning,
                                   const experiment::TuningLabel& label,
                                   const std::filesystem::path& folder);

/// The command that repeats the final estimates of the chosen setting. `folder`: of the tuned
/// files; empty where none are written. `warmup` that of the later part of a replay.
std::string repeat_command(const InputRequest& request, const experiment::Tuning& tuning,
                           const std::string& folder, std::optional<Duration> warmup);

}  // namespace greenlane::cli
