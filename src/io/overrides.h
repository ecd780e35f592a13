#pragma once

#include "greenlane/core/diagnostics.h"

#include "io/toml_reader.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace greenlane::io {

enum class Owner : std::uint8_t { scenario, profile };

/// Writes the overrides of `owner` into its document, as if they stood there: keys that nobody asks
/// for are found when the document is read. What has no place in the document, and what is no
/// override at all (told to the scenario's owner), is an error that names the override.
void apply_overrides(TomlDocument& document, std::span<const std::string> overrides, Owner owner,
                     Diagnostics& diagnostics);

/// The value at a key path of an override; null where there is none.
TomlValue* find_value(TomlValue& root, std::string_view key);

}  // namespace greenlane::io
