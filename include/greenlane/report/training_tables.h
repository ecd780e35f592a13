#pragma once

#include "greenlane/learning/training.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// A training for the eyes of an analyst, as UTF-8 with line ends: the window, how the score ranks
/// what came later, novel goods first, and the terms that weigh most.
std::string training_tables(const learning::Training& training, const std::string& source,
                            const Terminal& terminal);

}  // namespace greenlane::report
