#pragma once

#include "greenlane/clearance/definition.h"

#include "io/toml_reader.h"

namespace greenlane::io {

/// `[[station]]`, `[[route]]` and `[[roster]]` of a scenario, unchecked.
clearance::ProcessDefinition read_process(TomlTable& scenario);

}  // namespace greenlane::io
