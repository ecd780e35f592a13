#pragma once

#include "greenlane/experiment/bootstrap.h"
#include "greenlane/experiment/comparison.h"
#include "greenlane/experiment/outcome.h"
#include "greenlane/kpi/clusters.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// One system's replications, and what became of the shipments of the first.
struct SystemRuns {
    std::vector<Outcome> outcomes;
    bool stays_known = true;
    std::optional<kpi::Clusters> clusters;
    Fates fates;
    SystemResult result;
    std::optional<DataIntervals> data;  ///< of a replay
};

/// Runs so many replications of each.
std::vector<SystemRuns> run_systems(std::span<const System> systems, std::uint64_t replications,
                                    const Observe& observe, Execution& execution);

}  // namespace greenlane::experiment
