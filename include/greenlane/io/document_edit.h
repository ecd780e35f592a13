#pragma once

#include "greenlane/core/diagnostics.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace greenlane::io {

/// The number that stands under a key path, as `--set` takes it, in the text of a scenario or
/// profile; of a duration its milliseconds. nullopt, and an error, where the text has no such key
/// or it holds no number.
std::optional<double> number_at(const std::string& text, const std::string& file,
                                std::string_view key, Diagnostics& diagnostics);

/// The text with another number or duration under a key that number_at() finds; all else, comments
/// too, stays as it is.
std::string with_number(std::string text, std::string_view key, const std::string& number);

/// The text of a profile, or of a scenario, for a file in another folder: what it names by relative
/// paths is found from there. Folders are absolute.
std::string moved_profile(std::string text, const std::filesystem::path& from,
                          const std::filesystem::path& to);
/// `profile` is what the scenario is to name instead of its own, a path from the new folder; empty
/// for none.
std::string moved_scenario(std::string text, const std::filesystem::path& from,
                           const std::filesystem::path& to, const std::string& profile);

}  // namespace greenlane::io
