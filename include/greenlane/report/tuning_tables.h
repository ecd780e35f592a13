#pragma once

#include "greenlane/experiment/tuning.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// A tuning for the eyes of an analyst, as UTF-8 with line ends: what was searched, the front, and
/// the winner as the search and as fresh replications show it, beside the files as they stand.
std::string tuning_tables(const experiment::Tuning& tuning, const experiment::TuningLabel& label,
                          const Terminal& terminal);

}  // namespace greenlane::report
