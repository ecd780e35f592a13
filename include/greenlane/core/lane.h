#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace greenlane {

/// What selectivity decides for a declaration, in order of strictness.
enum class Lane : std::uint8_t {
    green,   ///< release
    blue,    ///< release now, audit after clearance
    yellow,  ///< documentary check
    red,     ///< physical examination
};

inline constexpr std::array lanes{Lane::green, Lane::blue, Lane::yellow, Lane::red};
inline constexpr std::size_t lane_count = lanes.size();

std::string_view name(Lane lane);
std::optional<Lane> parse_lane(std::string_view text);

}  // namespace greenlane
