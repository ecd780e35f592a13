#pragma once

#include "greenlane/learning/loop.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// A weekly loop for the eyes of an analyst, as UTF-8 with line ends: what all weeks came to beside
/// the oracle and a random selection, what exploring cost and bought, then four weeks a line.
/// `source`: where the declarations are from; may be empty.
std::string learning_tables(const std::string& scenario, const learning::LearningResult& result,
                            const std::string& source, const Terminal& terminal);

}  // namespace greenlane::report
