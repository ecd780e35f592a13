#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/core/located.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::io {

/// A row of a what-if table: a scenario changed in some of its keys.
struct WhatIf {
    std::string name;
    std::vector<Located<std::string>> overrides;  ///< `key=value` as `--set` takes it, at its cell
};

/// Reads a what-if table: a CSV file whose first column is `name` and whose other columns are key
/// paths. An empty cell leaves its key as it is. nullopt, and errors, where the file cannot be read
/// or has no such header; rows without a name, and names that stand twice, are errors too.
std::optional<std::vector<WhatIf>> read_what_if(const std::filesystem::path& file,
                                                Diagnostics& diagnostics);

/// The same mistakes; those of an override of the row are told at its cell.
Diagnostics at_cells(const Diagnostics& diagnostics, const WhatIf& row);

}  // namespace greenlane::io
