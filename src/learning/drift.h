#pragma once

#include "greenlane/learning/loop.h"

#include <optional>
#include <vector>

namespace greenlane::learning {

/// One a week: the mix of goods, origins, routes, offices and importers in the latest windowful of
/// weeks against the first one of the input. Needs no outcomes, so it sees changes of what is
/// declared and none of how traders behave.
std::vector<std::optional<Drift>> drift_by_week(const WeeklyDeclarations& declarations,
                                                const shipment::Vocabulary& vocabulary);

}  // namespace greenlane::learning
