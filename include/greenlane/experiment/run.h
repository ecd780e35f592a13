#pragma once

#include "greenlane/engine/replication.h"
#include "greenlane/kpi/clusters.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace greenlane::experiment {

/// How far a run is; given to an observer from any thread, one call at a time.
struct Progress {
    std::uint64_t lodged = 0;        ///< shipments, in all replications so far
    std::uint64_t replications = 0;  ///< finished
};

struct RunOptions {
    std::uint64_t replications = 1;
    unsigned jobs = 1;  ///< threads; the results do not depend on it
    engine::Method method = engine::Method::automatic;
    /// Called now and then; false stops the run, which then throws engine::Interrupted.
    std::function<bool(const Progress&)> observe;
    /// Called with the decisions of the first replication, in order.
    decltype(engine::Watch::decided) decided;
    /// Called with the shipments of the first replication that the KPIs count.
    decltype(engine::Watch::counted) counted{};
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
Run run(const engine::CompiledScenario& scenario, const RunOptions& options);

}  // namespace greenlane::experiment
