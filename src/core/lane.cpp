#include "greenlane/core/lane.h"

#include <algorithm>

namespace greenlane {

namespace {
constexpr std::array<std::string_view, lane_count> names{"green", "blue", "yellow", "red"};
}

std::string_view name(Lane lane) {
    return names[static_cast<std::size_t>(lane)];
}

std::optional<Lane> parse_lane(std::string_view text) {
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) {
        return std::nullopt;
    }
    return lanes[static_cast<std::size_t>(found - names.begin())];
}

}  // namespace greenlane
