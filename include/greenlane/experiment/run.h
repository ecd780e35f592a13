#pragma once

#include "greenlane/engine/replication.h"
#include "greenlane/experiment/simulation.h"
#include "greenlane/experiment/work.h"
#include "greenlane/kpi/clusters.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// A run keeps all that each replication adds up, about a megabyte at a port.
inline constexpr std::uint64_t most_run = 100'000;

struct RunOptions {
    std::uint64_t replications = 1;  ///< at most most_run
    /// Called with all replications that are done, in order: how many there are to be in all. Where
    /// that is more than are done they are run, and it is called again. Where workers are many
    /// processes, each of them calls it.
    std::function<std::uint64_t(std::span<const engine::Replication>)> extend{};
    DrawnScenario drawn{};  ///< none: the same scenario in every replication
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
