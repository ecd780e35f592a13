#pragma once

#include "greenlane/clearance/definition.h"
#include "greenlane/clearance/roster.h"

#include <vector>

namespace greenlane::clearance {

/// The rosters that have no mistakes; as many as definitions where `diagnostics` got no error.
std::vector<Roster> compile_rosters(const std::vector<RosterDefinition>& definitions,
                                    Duration utc_offset, Diagnostics& diagnostics);

}  // namespace greenlane::clearance
