#pragma once

#include "greenlane/engine/lane_sweep.h"
#include "greenlane/engine/replication.h"

#include "engine/in_process.h"
#include "engine/plan.h"

namespace greenlane::engine {

/// Sees shipments through the process as if no stay took any time: what controls establish and by
/// which exit they leave is fixed by their plan.
class SeenThrough {
public:
    /// `process` outlives it.
    SeenThrough(const clearance::CompiledProcess& process, const kpi::Window& window);
    SeenThrough(const SeenThrough&) = delete;
    SeenThrough& operator=(const SeenThrough&) = delete;

    /// What the shipment adds to the totals, nothing where it is lodged before the window; good
    /// until the next call.
    const LaneTotals& totals_of(const Plan& plan, std::size_t row);

private:
    void count(const kpi::Passage& passage, const kpi::Dossier& dossier);

    Watch watch_;
    InProcess in_process_;
    Instant end_;
    LaneTotals totals_;
};

}  // namespace greenlane::engine
