#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/io/model.h"
#include "greenlane/profile/definition.h"
#include "greenlane/profile/watch_list.h"
#include "greenlane/screening/score_model.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace greenlane::io {

/// A profile as its file says it, with the lists that it refers to.
struct ProfileFile {
    profile::ProfileDefinition definition;
    std::shared_ptr<const profile::Lists> lists;
    std::shared_ptr<const screening::FrozenScore> score;  ///< of `[model]`; none without
    std::optional<TrainingWindow> window;                 ///< of the score
    std::vector<std::string> files;                       ///< read for it, itself the first
    std::string text;                                     ///< the file, verbatim
};

/// Reads a profile with the overrides that concern it, and its lists. `[lists] watchlists` names
/// the folder of watch lists (by default `watchlists`, where there is one), every other key of
/// `[lists]` a list of the user's own; `[model] file` names the directory of a trained model; paths
/// are relative to the file. Every mistake of a single
/// value is reported; what the rules mean is checked by profile::compile(). nullopt only where the
/// file cannot be read or is not TOML.
std::optional<ProfileFile> read_profile(const std::filesystem::path& file,
                                        std::span<const std::string> overrides,
                                        Diagnostics& diagnostics);

}  // namespace greenlane::io
