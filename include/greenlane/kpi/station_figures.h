#pragma once

#include "greenlane/kpi/cube.h"
#include "greenlane/kpi/interval.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::kpi {

/// A station over all replications, of what came within the window; shares are from 0 to 1.
struct StationFigures {
    std::int64_t served = 0;              ///< in all replications
    std::optional<Figure> utilisation;    ///< busy / rostered time; undefined of a delay
    std::optional<Figure> mean_wait_h;    ///< hours, of those served
    std::optional<Figure> share_waiting;  ///< of those served
    std::optional<Figure> mean_queue;     ///< waiting, over the window
    std::optional<Figure> wait_p90_h;     ///< hours, of those served
    std::optional<Figure> wait_p95_h;     ///< hours, of those served
};
/// In the order of the observations' stations.
std::vector<StationFigures> station_figures(std::span<const Observation> observations);

/// A lane over all replications; times from lodgement to release, in hours.
struct LaneFigures {
    std::optional<Figure> share;  ///< of shipments lodged, from 0 to 1
    std::optional<Figure> clearance_time_h;
    std::optional<Figure> p50_h;
    std::optional<Figure> p90_h;
    std::optional<Figure> p95_h;
};
/// By Lane.
std::array<LaneFigures, lane_count> lane_figures(std::span<const Observation> observations);

}  // namespace greenlane::kpi
