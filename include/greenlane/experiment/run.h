#pragma once

#include "greenlane/engine/replication.h"
#include "greenlane/experiment/simulation.h"
#include "greenlane/experiment/work.h"
#include "greenlane/kpi/clusters.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace greenlane::experiment {

struct RunOptions {
    std::uint64_t replications = 1;
    Observe observe{};
    /// Called with the decisions of the first replication, in order; where workers are many
    /// processes, in the one that writes.
    decltype(engine::Watch::decided) decided{};
};

/// What was run.
struct Run {
    std::vector<engine::Replication> replications;
    /// Of a replay: those of all replications, taken out of their tallies as soon as each is there,
    /// so that memory does not follow the replications.
    std::optional<kpi::Clusters> clusters;
};

/// Runs replications feed->first_replication(), +1, ... and returns them in that order. What one of
/// them throws stops the run and is thrown on; of several, the lowest replication's.
Run run(const engine::CompiledScenario& scenario, const RunOptions& options, Execution& execution);

}  // namespace greenlane::experiment
