#pragma once

#include "greenlane/experiment/why_not.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/screening/reasons.h"

#include <optional>
#include <vector>

namespace greenlane::experiment {

/// A profile with some edits in it.
struct EditedProfile {
    profile::CompiledProfile profile;
    std::vector<Edit> edits;
};

/// What must come of a shipment for it to count as stopped: any control, or a lane at least as
/// strict.
struct Goal {
    std::optional<Lane> lane;
    bool met(Lane decided, bool controlled) const { return lane ? decided >= *lane : controlled; }
};

/// The edits of thresholds, rates and conditions after which the laws of a row, before capacity,
/// stop the shipment; those of one edit first.
std::vector<EditedProfile> selecting_edits(const profile::CompiledProfile& profile,
                                           const engine::Explanation& explanation,
                                           shipment::Epochs epochs, const Goal& goal);

/// Gives a lane as many places in an epoch.
void raise_capacity(EditedProfile& edited, const screening::Place& place);

}  // namespace greenlane::experiment
