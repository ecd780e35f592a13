#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/io/mapping.h"
#include "greenlane/io/rejects.h"

#include "cli/declarations.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace greenlane::cli {

/// Declarations that a scenario is to replay.
struct ReplayRequest {
    DeclarationRequest declarations;
    std::uint64_t seed = 0;
    shipment::Horizon horizon;        ///< the scenario's own
    std::vector<double> hour_of_day;  ///< the scenario's, for records without a time of day
};

/// What a replay needs, and what was seen when its declarations were read through once.
struct ReplayRead {
    engine::Replay replay;
    std::optional<io::MappingDefinition> mapping;
    std::string currency;  ///< of the declarations; empty where they do not say
    int minor_digits = 2;
    io::RejectSummary rejects;
    Diagnostics diagnostics;  ///< of the mapping
};

/// The declarations that a command replays: read through once, and one feed, for all scenarios that
/// see the same ones.
class Replays {
public:
    /// Reads them through, so that all that is wrong with them is known before a run. Throws
    /// InputError where they cannot be replayed; where the mapping has errors nothing was read.
    ReplayRead read(const ReplayRequest& request);

private:
    std::deque<std::pair<ReplayRequest, ReplayRead>> seen_;
};

}  // namespace greenlane::cli
