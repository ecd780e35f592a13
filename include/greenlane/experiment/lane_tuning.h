#pragma once

#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/experiment/simulation.h"
#include "greenlane/experiment/tuning.h"

namespace greenlane::experiment {

inline constexpr std::uint64_t least_screenings = 20;

/// Tries all settings over one screening a replication (engine/lane_sweep.h), where nothing but
/// thresholds and limited lanes' places is tuned, no criterion needs a clock, and the grid has at
/// most most_points; empty where that is not so. `base`: the scenario as the search sees it, with
/// the profile as it stands; it and all others outlive what is returned. Each setting gets its
/// share of the budget, or least_screenings replications where that is more.
/// Figures are those of screened_once_note; the final estimates are of plain runs.
TryTogether lanes_together(const TuningProblem& problem, const engine::CompiledScenario& base,
                           const Observe& observe, Execution& execution);

}  // namespace greenlane::experiment
