#pragma once

#include "greenlane/io/mapping.h"

#include "io/toml_reader.h"

#include <optional>
#include <string>
#include <string_view>

namespace greenlane::io {

/// Reads what a mapping says of its file as a whole, apart from the date format.
void read_mapping_header(TomlTable& table, MappingDefinition& mapping);

/// A format of dates, if it is there and can be one.
std::optional<std::string> read_date_format(TomlTable& table, std::string_view key);

}  // namespace greenlane::io
