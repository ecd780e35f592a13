#pragma once

#include "greenlane/engine/explanation.h"
#include "greenlane/experiment/why_not.h"

#include <array>
#include <string>

namespace greenlane::io {

/// The pseudonyms of a shipment's importer, declarant and seller; empty for those not given.
std::array<std::string, 3> trader_pseudonyms(const engine::Explanation& explanation,
                                             std::uint64_t seed);

/// An explanation as JSON (docs/file-formats.md). `why_not` may be null: not asked. `redacted`: no
/// conditions, no reasons, no numbers of declarations, no traders.
std::string to_explanation_json(const engine::CompiledScenario& scenario,
                                const engine::Explanation& explanation,
                                const experiment::WhyNot* why_not, bool redacted);

}  // namespace greenlane::io
