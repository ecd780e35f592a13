#include "greenlane/io/performance.h"

#include <nlohmann/json.hpp>

namespace greenlane::io {

std::string to_performance_json(const Performance& performance) {
    using nlohmann::ordered_json;
    const auto rate = [&](std::int64_t count) {
        return performance.wall_s > 0 && !performance.resumed
                   ? ordered_json(static_cast<double>(count) / performance.wall_s)
                   : ordered_json();
    };
    const ordered_json json = {{"format", "greenlane-performance"},
                               {"version", 1},
                               {"shipments", performance.shipments},
                               {"events", performance.events},
                               {"wall_s", performance.wall_s},
                               {"shipments_per_s", rate(performance.shipments)},
                               {"events_per_s", rate(performance.events)},
                               {"jobs", performance.jobs},
                               {"peak_rss_mib", performance.peak_rss_mib}};
    return json.dump(1) + "\n";
}

}  // namespace greenlane::io
