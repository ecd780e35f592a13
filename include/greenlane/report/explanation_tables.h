#pragma once

#include "greenlane/engine/explanation.h"
#include "greenlane/experiment/why_not.h"
#include "greenlane/report/run_tables.h"

#include <array>
#include <string>

namespace greenlane::report {

/// What an explanation is told with.
struct ExplanationView {
    std::array<std::string, 3> traders;  ///< importer, declarant, seller: as they may be shown
    bool redacted = false;  ///< no conditions, no identities: rules are told by their codes
};

/// One shipment for the eyes of an analyst, as UTF-8 with line ends: what was declared, what was
/// decided and why, its way, and what only the simulator knows.
std::string explanation_tables(const engine::CompiledScenario& scenario,
                               const engine::Explanation& explanation, const ExplanationView& view,
                               const Terminal& terminal);

/// What would have stopped it.
std::string why_not_tables(const experiment::WhyNot& why_not, const ExplanationView& view,
                           const Terminal& terminal);

}  // namespace greenlane::report
