#pragma once

#include "greenlane/engine/replication.h"
#include "greenlane/experiment/work.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace greenlane::experiment {

/// How far the units of this process are; told from any thread, one call at a time.
struct Progress {
    std::uint64_t lodged = 0;        ///< shipments, in all replications so far
    std::uint64_t replications = 0;  ///< finished
};
/// False stops the work, which then throws engine::Interrupted.
using Observe = std::function<bool(const Progress&)>;

/// Makes one of a study's systems; called from one thread at a time.
using CompileSystem =
    std::function<std::shared_ptr<const engine::CompiledScenario>(std::size_t system)>;

/// The scenario as one replication meets it, with the parameters that are drawn for it; from any
/// thread. Its stations, rules and times are those of the scenario.
using DrawnScenario =
    std::function<std::shared_ptr<const engine::CompiledScenario>(std::uint64_t replication)>;

/// Runs replications of systems: the task of every study. Where declarations are replayed, up to 64
/// units at a time are done over one reading of them: those that have the feed and the decision
/// epochs in common.
class Simulation : public Task {
public:
    /// `replays`: its systems replay declarations.
    Simulation(Observe observe, bool replays) : observe_(std::move(observe)), replays_(replays) {}
    void work(Queue& queue, unsigned jobs, const Receive& receive) final;

private:
    /// Of the unit's system, as its replication meets it; from any thread.
    virtual std::shared_ptr<const engine::CompiledScenario> scenario(const Unit& unit) = 0;
    /// Runs the unit's replication over its declarations and gives what is kept of it; from any
    /// thread. What else is to be watched is added to `watch`.
    virtual std::string simulate(const Unit& unit, const engine::CompiledScenario& scenario,
                                 shipment::Source& declarations, engine::Watch watch) = 0;

    class Shift;
    void run(std::span<const Unit> units, unsigned jobs, Shift& shift);
    void run(const Unit& unit, const engine::CompiledScenario& scenario,
             shipment::Source& declarations, Shift& shift);

    Observe observe_;
    bool replays_;
};

}  // namespace greenlane::experiment
