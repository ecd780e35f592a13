#pragma once

#include "greenlane/shipment/flow.h"

#include "io/toml_reader.h"

#include <filesystem>

namespace greenlane::io {

/// `[arrivals]`, `[goods]`, `[traders]`, `[documents]` and `[violations]` of a scenario, unchecked
/// but for the laws. The goods catalogue is read from beside `scenario_file`.
shipment::FlowDefinition read_flow(TomlTable& scenario, const std::filesystem::path& scenario_file);

}  // namespace greenlane::io
