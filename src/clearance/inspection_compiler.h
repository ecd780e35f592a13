#pragma once

#include "greenlane/clearance/compiled.h"
#include "greenlane/clearance/definition.h"

#include <optional>

namespace greenlane::clearance {

/// What the station's control sees; none where it has no control. What is returned after a mistake
/// was reported does not count.
std::optional<Inspection> compile_inspection(const StationDefinition& definition,
                                             Diagnostics& diagnostics);

}  // namespace greenlane::clearance
