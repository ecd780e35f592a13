#pragma once

#include "greenlane/experiment/result.h"

#include <cstddef>
#include <string>

namespace greenlane::report {

/// What tables are drawn on.
struct Terminal {
    std::size_t width = 100;  ///< columns; tables leave out what does not fit
    bool colours = false;     ///< escape codes for colour and weight
};

/// A run for the eyes of an analyst, as UTF-8 with line ends: what is selected and why, what it
/// finds, whom it stops for nothing and who waits; then all KPIs, stage by stage, and the stations.
std::string run_tables(const experiment::RunResult& result, const Terminal& terminal);

}  // namespace greenlane::report
