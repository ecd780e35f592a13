#pragma once

#include "greenlane/experiment/parameter_uncertainty.h"

#include "io/toml_reader.h"

#include <vector>

namespace greenlane::io {

/// Reads `[uncertainty]`; `root` is the whole scenario, in which its keys have their values.
std::vector<experiment::UncertainParameter> read_uncertainty_table(TomlTable& table,
                                                                   TomlValue& root);

}  // namespace greenlane::io
