#pragma once

#include "greenlane/clearance/traffic.h"
#include "greenlane/core/control.h"
#include "greenlane/engine/compiled_scenario.h"

#include <optional>
#include <string>
#include <vector>

namespace greenlane::engine {

/// Which ways the first 20,000 shipments of the first replication go: found without moving them in
/// time, so overload is known before a run. Exact for those shipments: the traffic equations give
/// back the visits that they make.
clearance::Branching observe_branching(const CompiledScenario& scenario);

/// The load of every station over the horizon, for the shipments that it expects; needs at least
/// one.
std::vector<clearance::StationTraffic> expected_traffic(const CompiledScenario& scenario);

/// Officer hours of one control station, on an average day of the horizon.
struct ControlLoad {
    std::string station;
    Control control{};
    double controls = 0;                   ///< begun
    double hours = 0;                      ///< of work that they need: their mean service time each
    std::optional<double> hours_rostered;  ///< of the officers on duty; none for a delay
};
/// The stations that control, in the order of the line, for the shipments that the horizon expects;
/// needs at least one.
std::vector<ControlLoad> control_loads(const CompiledScenario& scenario);

}  // namespace greenlane::engine
