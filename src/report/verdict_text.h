#pragma once

#include "greenlane/experiment/comparison.h"

#include <string>

namespace greenlane::report {

/// What the intervals say of a system, and no more.
std::string verdict_text(const experiment::Comparison& comparison,
                         const experiment::Versus& versus);
/// What the two systems have in common, and what that gains.
std::string draws_text(const experiment::Versus& versus);

}  // namespace greenlane::report
