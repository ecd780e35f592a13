#pragma once

#include "greenlane/profile/compiled.h"
#include "greenlane/screening/decisions.h"

#include <cstddef>
#include <string>
#include <vector>

namespace greenlane::screening {

/// The reasons for one decision, as codes that tell no condition, in this order: the codes of the
/// chosen rules that select (a lane stricter than green, or the scanner); `MODEL` where the score
/// model gave points and points reach a threshold; `THRESHOLD-YELLOW` or `THRESHOLD-RED`, the
/// strictest reached; `LOTTERY`; `CAPACITY-red-yellow` for each full lane and where it sent the
/// declaration. Under the profile `recorded`, `RECORDED` where the record tells a lane. None:
/// green, by nothing.
std::vector<std::string> reason_codes(const profile::CompiledProfile& profile,
                                      const Decisions& decisions, std::size_t row);

/// The lane that rules, points or the lottery gave a row, before capacity.
Lane lane_before_capacity(const profile::CompiledProfile& profile, const Decisions& decisions,
                          std::size_t row);

}  // namespace greenlane::screening
