#pragma once

#include "greenlane/clearance/traffic.h"
#include "greenlane/engine/compiled_scenario.h"

namespace greenlane::engine {

/// Which ways the first 20,000 shipments of the first replication go: found without moving them in
/// time, so overload is known before a run. Exact for those shipments: the traffic equations give
/// back the visits that they make.
clearance::Branching observe_branching(const CompiledScenario& scenario);

/// The load of every station over the horizon, for the shipments that it expects; needs at least
/// one.
std::vector<clearance::StationTraffic> expected_traffic(const CompiledScenario& scenario);

}  // namespace greenlane::engine
