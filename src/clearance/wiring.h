#pragma once

#include "greenlane/clearance/compiled.h"
#include "greenlane/clearance/definition.h"
#include "greenlane/profile/condition_compiler.h"

#include "clearance/line.h"

#include <vector>

namespace greenlane::clearance {

/// Where the ways of shipments part: at a station, or at lodgement.
struct Junction {
    std::size_t condition = no_condition;  ///< whom the station serves; others go to fork.next
    double share = 1;                      ///< of those, how many
    Fork fork{{}, Target::exit(Exit::released)};
    std::vector<const RouteDefinition*> definitions{};  ///< of fork.routes
};

/// How the stations of a line are joined.
struct Wiring {
    Junction entry;
    std::vector<Junction> stations;  ///< as long as the line
    bool sound = true;               ///< nothing was reported
};

/// The junctions. Reports mistakes in conditions and shares, unknown places, and shares that do not
/// add up.
Wiring wire(const Line& line, const std::vector<RouteDefinition>& routes,
            profile::ConditionCompiler& conditions, Diagnostics& diagnostics);

}  // namespace greenlane::clearance
