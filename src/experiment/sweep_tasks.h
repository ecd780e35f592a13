#pragma once

#include "greenlane/experiment/sweep.h"

#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// Outcomes of so many replications of each system, by system and replication. `replays`: they
/// replay declarations.
std::vector<std::vector<Outcome>> outcomes_of(std::size_t systems, const CompileSystem& compile,
                                              std::uint64_t replications, bool replays,
                                              const Observe& observe, Execution& execution);

/// The same of settings of the scenario's lanes, by engine::sweep_lanes(): what needs a clock has
/// no value, nothing visits a station, and what was lodged is what the KPIs count. `first`: the
/// replication to begin with, counted from the system's first. Its units are of a system beyond
/// those of outcomes_of(), so that a journal of the one is none of the other.
std::vector<std::vector<Outcome>> sweep_outcomes(const engine::CompiledScenario& scenario,
                                                 std::span<const engine::LaneSetting> settings,
                                                 std::uint64_t first, std::uint64_t replications,
                                                 const Observe& observe, Execution& execution);

}  // namespace greenlane::experiment
