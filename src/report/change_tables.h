#pragma once

#include "greenlane/experiment/comparison.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// What changed shipment by shipment from the reference to a system, and what a pilot would take;
/// empty where there is neither.
std::string change_tables(const experiment::Comparison& comparison,
                          const experiment::Versus& versus, const Terminal& terminal);

}  // namespace greenlane::report
