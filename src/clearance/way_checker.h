#pragma once

#include "clearance/process_graph.h"

namespace greenlane::clearance {

/// Reports stations that nobody comes to, rework loops without an exit or that some shipments would
/// never leave, what comes after an audit, and a process that releases nobody; warns of routes
/// against the order of the stages that are no rework.
void check_ways(const ProcessGraph& graph, Diagnostics& diagnostics);

}  // namespace greenlane::clearance
