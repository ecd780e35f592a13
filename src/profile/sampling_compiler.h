#pragma once

#include "greenlane/profile/compiled.h"
#include "greenlane/profile/definition.h"

#include <optional>

namespace greenlane::profile {

/// Checks the plan of a `[[sampling]]` and flattens it; mistakes are reported. `rule` has one.
Sampling compile_sampling(const RuleDefinition& rule, Diagnostics& diagnostics);

}  // namespace greenlane::profile
