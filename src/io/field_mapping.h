#pragma once

#include "greenlane/io/mapping.h"

#include "io/toml_reader.h"

#include <optional>
#include <string>

namespace greenlane::io {

/// How a field is got from a row, as the section of a mapping says under the field's key: a header,
/// or a table of details. `date_format` holds where the details name no other.
std::optional<FieldMapping> read_field_mapping(TomlTable& section, Field field, int minor_digits,
                                               const std::string& date_format);

}  // namespace greenlane::io
