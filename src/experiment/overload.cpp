#include "greenlane/experiment/overload.h"

#include "greenlane/engine/pilot.h"

namespace greenlane::experiment {

std::vector<Overload> overloads(const engine::CompiledScenario& scenario) {
    std::vector<Overload> found;
    if (scenario.counts_records()) {
        return found;
    }
    const std::vector<clearance::StationTraffic> traffic = engine::expected_traffic(scenario);
    for (const std::size_t station : clearance::overloaded(traffic)) {
        found.push_back({station, traffic[station].utilisation});
    }
    return found;
}

}  // namespace greenlane::experiment
