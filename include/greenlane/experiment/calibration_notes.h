#pragma once

#include "greenlane/experiment/calibration.h"

#include <string>
#include <vector>

namespace greenlane::experiment {

/// What a reader of a fit must know, in sentences: from how many records it is, how well it fits,
/// what the records cannot tell.
std::vector<std::string> notes_of(const ArrivalFit& fit);
std::vector<std::string> notes_of(const GoodsFit& fit);
std::vector<std::string> notes_of(const StageFit& fit);
/// On the recorded lanes, and where no time could be fitted at all.
std::vector<std::string> notes_of(const Calibration& calibration);

}  // namespace greenlane::experiment
