#pragma once

#include "greenlane/core/lane.h"
#include "greenlane/engine/explanation.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::experiment {

/// One edit of a profile, as `--set` would make it.
struct Edit {
    std::string key;   ///< "rule.P017.rate"
    std::string from;  ///< as the profile has it, in TOML; empty where it does not say
    std::string to;
    bool tells_a_condition = false;
};

/// A change of the profile that would have stopped the shipment.
struct ProfileChange {
    std::vector<Edit> edits;
    std::int64_t also_stopped = 0;  ///< other shipments of the replication that it stops
    std::int64_t let_go = 0;        ///< and those that it stops no more: their places are taken
};

struct WhyNot {
    /// What counts as stopped: a lane at least as strict; none: any control.
    std::optional<Lane> lane;
    bool is_stopped = false;             ///< it is in the strictest lane: there is nothing to ask
    std::vector<ProfileChange> changes;  ///< fewest edits first, then fewest also stopped
};

/// The smallest changes of the scenario's profile that would have sent the shipment to a control,
/// or, where it went to one, to a stricter lane. Tried are: a threshold lowered to its points, a
/// rate or random_rate raised to its draw, one clause of one condition left out or one bound of it
/// moved to the shipment's value, and, where the lane is full, as many places as it takes; at most
/// one of each. Each change is put to the whole replication: `changes`, at most `most` of them, are
/// those that do stop the shipment, with what else they do. A rule with a sampling plan, whose
/// share nobody sets, is not changed. `goes_on` is asked now and then; where it says no,
/// engine::Interrupted is thrown.
WhyNot why_not(const engine::CompiledScenario& scenario, const engine::Explanation& explanation,
               std::size_t most, const std::function<bool()>& goes_on);

}  // namespace greenlane::experiment
