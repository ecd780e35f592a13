#pragma once

#include "greenlane/report/explanation_tables.h"

#include <string>

namespace greenlane::report {

/// What was decided of a shipment and why: lane, rules, thresholds, lottery, capacity and score.
std::string decision_lines(const engine::CompiledScenario& scenario,
                           const engine::Explanation& explanation, const ExplanationView& view,
                           const Terminal& terminal);

}  // namespace greenlane::report
