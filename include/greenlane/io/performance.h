#pragma once

#include <cstdint>
#include <string>

namespace greenlane::io {

/// How fast a run was: what `performance.json` tells, the only file with a clock in it.
struct Performance {
    std::int64_t shipments = 0;  ///< lodged, in all replications
    std::int64_t events = 0;     ///< stays at stations begun
    double wall_s = 0;           ///< of the replications; reading and writing apart
    bool resumed = false;        ///< part of the replications was run another time
    unsigned jobs = 1;
    double peak_rss_mib = 0;
};

std::string to_performance_json(const Performance& performance);

}  // namespace greenlane::io
