#include "greenlane/clearance/compiled.h"

#include "core/named.h"

#include <algorithm>

namespace greenlane::clearance {

namespace {
constexpr std::array<std::string_view, exit_count> names{"released", "refused", "re-exported",
                                                         "destroyed"};
}

std::string_view name(Exit exit) {
    return names[static_cast<std::size_t>(exit)];
}

std::optional<Exit> parse_exit(std::string_view text) {
    return enumerator<Exit>(names, text);
}

bool Fork::draws() const {
    return std::any_of(routes.begin(), routes.end(),
                       [](const Route& route) { return route.share < 1; });
}

bool Fork::leaves_rest() const {
    double sum = 0;
    for (const Route& route : routes) {
        sum += route.condition == no_condition ? route.share : 0;
    }
    return sum < 1;
}

std::int32_t CompiledProcess::servers_at(const Station& station, Instant instant) const {
    return station.roster ? rosters[*station.roster].servers_at(instant) : station.servers;
}

std::int64_t CompiledProcess::rostered_time(const Station& station, Instant begin,
                                            Instant end) const {
    return station.roster ? rosters[*station.roster].rostered_time(begin, end)
                          : station.servers * (end - begin);
}

}  // namespace greenlane::clearance
