#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/io/mapping.h"
#include "greenlane/io/rejects.h"

#include "cli/declarations.h"

#include <optional>
#include <string>
#include <vector>

namespace greenlane::cli {

/// What a replay needs, and what was seen when its declarations were read through once.
struct ReplayRead {
    engine::Replay replay;
    std::optional<io::MappingDefinition> mapping;
    std::string currency;  ///< of the declarations; empty where they do not say
    int minor_digits = 2;
    std::uint64_t declarations = 0;
    io::RejectSummary rejects;
};

/// Reads the declarations through, so that all that is wrong with them is known before a run.
/// Throws InputError. `horizon` is the scenario's own; `hour_of_day` serves records without a time
/// of day.
ReplayRead read_replay(const DeclarationRequest& request, std::uint64_t seed,
                       const shipment::Horizon& horizon, const std::vector<double>& hour_of_day,
                       Diagnostics& diagnostics);

}  // namespace greenlane::cli
