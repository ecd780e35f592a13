#pragma once

#include "greenlane/clearance/compiled.h"

#include <cstddef>
#include <string>
#include <vector>

namespace greenlane::clearance {

/// Which way shipments go, as probabilities: assumed, or counted in a pilot pass.
struct Branching {
    /// Shares of the shipments that come to a place.
    struct Place {
        double served = 1;           ///< of those that come here; the others go to fork.next
        std::vector<double> routes;  ///< of those served, by route; the rest goes to fork.next
    };
    Place entry;
    std::vector<Place> stations;  ///< as many as the process has
};

/// The shares that a process declares, every condition taken to hold for `holding` of those who
/// come to it, on its own: exact where there are no conditions.
Branching declared_branching(const CompiledProcess& process, double holding);

/// The long-run traffic at one station.
struct StationTraffic {
    double arrivals = 0;     ///< shipments that come here, a unit of time, the passing ones too
    double served = 0;       ///< of those, the ones that are served
    double visits = 0;       ///< services for each lodged shipment
    double utilisation = 0;  ///< served * mean service time / mean servers on duty; 0 for a delay
};

/// Solves the traffic equations lambda = gamma + P' lambda (Jackson 1957) for `lodged` > 0
/// shipments an hour; figures are an hour. Mean servers on duty are over [begin, end), begin < end,
/// of which infinite utilisation is the result where nobody is on duty. Expects a branching that
/// fits the process, shares in [0, 1] that add up to at most 1, and an exit that every station can
/// lead to.
std::vector<StationTraffic> solve_traffic(const CompiledProcess& process,
                                          const Branching& branching, double lodged, Instant begin,
                                          Instant end);

/// Stations whose work cannot be done, that is with a utilisation of 1 or more, in the order of
/// the line.
std::vector<std::size_t> overloaded(const std::vector<StationTraffic>& traffic);

}  // namespace greenlane::clearance
