#pragma once

#include "greenlane/experiment/comparison.h"

#include <span>
#include <vector>

namespace greenlane::experiment {

/// Plans for the KPIs that a post can measure without knowing the truth and in which the comparison
/// shows the system to differ: hit rates, releases on time, clearance time. Shipments are taken as
/// independent, which those in one queue are not.
std::vector<PilotPlan> plan_pilots(const SystemResult& reference, const SystemResult& system,
                                   std::span<const KpiDifference> kpis);

}  // namespace greenlane::experiment
