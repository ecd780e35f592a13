#pragma once

#include "greenlane/experiment/calibration.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::experiment {

/// What a reader of a fit must know, in sentences: from how many records it is, how well it fits,
/// what the records cannot tell.
std::vector<std::string> notes_of(const ArrivalFit& fit);
std::vector<std::string> notes_of(const GoodsFit& fit);
std::vector<std::string> notes_of(const StageFit& fit);
std::vector<std::string> notes_of(const LaneCounts& lanes);
/// Where times are in doubt, or none could be fitted at all.
std::vector<std::string> notes_of(const Calibration& calibration);
/// The shares by lane, recorded and of the profile, in a sentence; empty where none are recorded.
std::string lane_shares(const LaneCounts& lanes);
/// `1 declaration`, `2 declarations`
std::string counted(std::int64_t things, std::string_view what);

}  // namespace greenlane::experiment
