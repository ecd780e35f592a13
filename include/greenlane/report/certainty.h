#pragma once

#include "greenlane/experiment/tuning.h"

#include <optional>
#include <string>

namespace greenlane::report {

/// A probability as `96.2 %`, rounded down, as no more is claimed than is known; `> 99.9 %` or
/// `< 0.1 %` beyond; `n/a` where it cannot be told.
std::string probability_text(const std::optional<double>& probability);

/// A sentence that says how sure the search is of its winner, of which there is one.
std::string certainty_text(const experiment::Tuning& tuning);

}  // namespace greenlane::report
