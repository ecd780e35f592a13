#pragma once

#include "clearance/wiring.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace greenlane::clearance {

/// Follows the ways that shipments can take through a sound line and wiring. Reports stations that
/// nobody comes to, rework loops without an exit and a process that releases nobody; warns of loops
/// that some shipment would never leave, and of routes against the order of the stages that are no
/// rework.
void check_ways(const Line& line, const Wiring& wiring, const profile::Conditions& conditions,
                Diagnostics& diagnostics);

/// Stations such that every way leads to a later one; none where a shipment can come back.
std::optional<std::vector<std::size_t>> topological_order(const Line& line, const Wiring& wiring,
                                                          const profile::Conditions& conditions);

}  // namespace greenlane::clearance
