#pragma once

#include "greenlane/core/units.h"
#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/kpi/station_tally.h"

namespace greenlane::experiment {

/// What of a run its figures are of: all but the warm-up before it.
struct MeasuredPeriod {
    kpi::Window window;
    Duration warmup = 0;
    friend bool operator==(const MeasuredPeriod&, const MeasuredPeriod&) = default;
};

inline MeasuredPeriod measured_period(const engine::CompiledScenario& scenario) {
    return {scenario.window, scenario.window.begin - scenario.horizon.start};
}

}  // namespace greenlane::experiment
