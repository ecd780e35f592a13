#pragma once

#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/experiment/simulation.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace greenlane::experiment {

/// How `warmup = "auto"` was found.
struct WarmupChoice {
    /// A KPI that is not before its cut what it is after it.
    struct Request {
        std::size_t kpi = 0;
        std::size_t days = 0;
    };
    std::uint64_t pilot = 0;        ///< replications of each scenario that it rests on
    std::size_t series = 0;         ///< KPIs that had values, of all scenarios
    std::size_t days = 0;           ///< the warm-up
    std::vector<Request> requests;  ///< the longest first; none where nothing has to warm up
    /// Those whose cut is not valid, as they drift to the end of the run: in a longer one it may
    /// be, but no warm-up makes a season or an overloaded station steady.
    std::vector<std::size_t> drifting;
};

/// Replications of the pilot: so few, and no more where more are run, that the warm-up does not
/// change when a run is extended.
inline constexpr std::uint64_t pilot_replications = 10;

/// Finds one warm-up for so many scenarios, each of which asks for one, by kpi::warmup() of all
/// their kpi::weekly_series(): so many days of 24 h from the start, as many as one of them asks
/// for. Their first pilot_replications, run for that without warm-up, tell; days near the end that
/// more than 5 % of clearances outlast are left out, as their shipments are still in process. Where
/// recorded times are replayed nothing is simulated, and 0 days are the warm-up.
///
/// Throws InputError(usage), at the place of `auto`, where a run is too short to tell. At least one
/// scenario; interrupted by `observe` as any run.
WarmupChoice choose_warmup(std::size_t scenarios, const CompileSystem& scenario, unsigned jobs,
                           const Observe& observe);

/// Gives the warm-up to a scenario that asks for one. Throws InputError(usage) where it would leave
/// nothing to measure.
void set_warmup(const WarmupChoice& choice, engine::CompiledScenario& scenario);

}  // namespace greenlane::experiment
