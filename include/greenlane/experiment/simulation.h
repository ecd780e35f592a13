#pragma once

#include "greenlane/engine/replication.h"
#include "greenlane/experiment/work.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace greenlane::experiment {

/// How far the units of this process are; told from any thread, one call at a time.
struct Progress {
    std::uint64_t lodged = 0;        ///< shipments, in all replications so far
    std::uint64_t replications = 0;  ///< finished
};
/// False stops the work, which then throws engine::Interrupted.
using Observe = std::function<bool(const Progress&)>;

/// Runs replications of systems: the task of every study.
class Simulation : public Task {
public:
    explicit Simulation(Observe observe) : observe_(std::move(observe)) {}
    void work(Queue& queue, unsigned jobs, const Receive& receive) final;

private:
    /// Of the unit's system, as its replication meets it; from any thread.
    virtual std::shared_ptr<const engine::CompiledScenario> scenario(const Unit& unit) = 0;
    /// Runs the unit's replication and gives what is kept of it; from any thread. What else is to
    /// be watched is added to `watch`.
    virtual std::string simulate(const Unit& unit, const engine::CompiledScenario& scenario,
                                 engine::Watch watch) = 0;

    Observe observe_;
};

}  // namespace greenlane::experiment
