#pragma once

#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/engine/replication.h"
#include "greenlane/kpi/cube.h"

namespace greenlane::experiment {

/// What the KPIs of a scenario need beside what its replications add up.
kpi::Assumptions assumptions_of(const engine::CompiledScenario& scenario);
kpi::CubeSettings cube_settings(const engine::CompiledScenario& scenario);

/// The replication outlives what is observed of it.
kpi::Observation observe(const engine::Replication& replication);

}  // namespace greenlane::experiment
