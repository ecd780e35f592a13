#pragma once

#include "experiment/rank_desk.h"
#include "experiment/told_failure.h"

#include <optional>

namespace greenlane::experiment {

/// What the thread of any rank but 0 does that talks. Returns what the leader says in the end.
std::optional<ToldFailure> follow(Desk& desk);

}  // namespace greenlane::experiment
