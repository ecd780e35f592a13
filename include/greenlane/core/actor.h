#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace greenlane {

/// Whose time a stay is counted as.
enum class Actor : std::uint8_t { customs, trader, agency };

inline constexpr std::array actors{Actor::customs, Actor::trader, Actor::agency};
inline constexpr std::size_t actor_count = actors.size();

std::string_view name(Actor actor);
std::optional<Actor> parse_actor(std::string_view text);

}  // namespace greenlane
