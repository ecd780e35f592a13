#pragma once

#include "greenlane/random/law_definition.h"

#include "io/toml_reader.h"

#include <optional>
#include <string_view>

namespace greenlane::io {

/// `{ distribution = "gamma", mean = "60min", shape = 2 }`, unchecked.
random::LawDefinition read_law(TomlTable table);
/// The law that the key holds, where it is there.
std::optional<random::LawDefinition> read_law(TomlTable& table, std::string_view key);

}  // namespace greenlane::io
