#include "greenlane/core/lane.h"

#include "core/named.h"

namespace greenlane {

namespace {
constexpr std::array<std::string_view, lane_count> names{"green", "blue", "yellow", "red"};
}

std::string_view name(Lane lane) {
    return names[static_cast<std::size_t>(lane)];
}

std::optional<Lane> parse_lane(std::string_view text) {
    return enumerator<Lane>(names, text);
}

}  // namespace greenlane
