#pragma once

#include "greenlane/clearance/compiled.h"
#include "greenlane/clearance/definition.h"
#include "greenlane/profile/condition_compiler.h"

#include <optional>
#include <vector>

namespace greenlane::clearance {

/// The station, its name and stage checked already, without whom it serves and the ways away from
/// it; none where it has mistakes.
std::optional<Station> compile_station(const StationDefinition& definition,
                                       const std::vector<RosterDefinition>& rosters,
                                       profile::ConditionCompiler& conditions,
                                       Diagnostics& diagnostics);

}  // namespace greenlane::clearance
