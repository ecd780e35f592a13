#pragma once

#include "greenlane/clearance/definition.h"
#include "greenlane/core/located.h"
#include "greenlane/core/units.h"
#include "greenlane/shipment/flow.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace greenlane::engine {

/// An assumed factor with its range: `[low, value, high]` or one number.
struct Factor {
    double low = 0;
    double value = 0;
    double high = 0;
};

/// `[targets]`: what is aimed at.
struct TargetsDefinition {
    /// Lodgement to release within this is "on time".
    Located<Duration> release_within{2 * day, {}};
    /// Limit of the restricted means of detention and payment times.
    Located<Duration> restricted_to{14 * day, {}};
    /// `[targets.kpi]`: a wanted value by KPI id, in the KPI's unit.
    std::vector<std::pair<Located<std::string>, double>> kpi;
};

/// `[emissions]`: assumed factors; each stands in the tables with its range.
struct EmissionsDefinition {
    Factor idling_kg_per_hour;  ///< CO2 of a waiting truck with its engine on
    Factor engine_on_share;     ///< of the waiting time
    Factor reefer_kg_per_hour;  ///< of a refrigerated unit, waiting or not
    Factor scan_kg;             ///< of one NII scan
    Factor paper_g_per_document;
    /// Share of the time between lodgement and release that a truck or reefer stands at the post.
    Factor at_post_share;
};

/// A scenario as the user wrote it, but for `profile`, which is a file of its own.
struct ScenarioDefinition {
    SourcePosition position;
    Located<std::string> name;
    std::optional<Located<std::uint64_t>> seed;  ///< no default: the file or --seed gives it
    Located<Instant> start;
    Located<Duration> duration;
    /// From `start`; what is lodged before its end is not measured. 0 where `finds_warmup`.
    Located<Duration> warmup;
    bool finds_warmup = false;  ///< `warmup = "auto"`: experiment/warmup_choice.h
    Located<std::int64_t> replications{1, {}};
    Duration utc_offset = 0;  ///< local time minus UTC
    Located<std::string> currency{"USD", {}};
    int minor_digits = 2;                         ///< decimal places of the currency
    std::optional<Located<std::string>> profile;  ///< path, relative to the scenario's file
    std::string text;                             ///< the file, verbatim
    shipment::FlowDefinition flow;
    clearance::ProcessDefinition process;
    TargetsDefinition targets;
    EmissionsDefinition emissions;
};

}  // namespace greenlane::engine
