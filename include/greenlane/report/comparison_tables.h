#pragma once

#include "greenlane/experiment/comparison.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// A comparison for the eyes of an analyst, as UTF-8 with line ends: what differs and by how much,
/// what that says and rests on, what changed shipment by shipment, and what a pilot would take.
std::string comparison_tables(const experiment::Comparison& comparison, const Terminal& terminal);

}  // namespace greenlane::report
