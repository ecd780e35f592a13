#include "greenlane/core/actor.h"

#include "core/named.h"

namespace greenlane {

namespace {
constexpr std::array<std::string_view, actor_count> names{"customs", "trader", "agency"};
}

std::string_view name(Actor actor) {
    return names[static_cast<std::size_t>(actor)];
}

std::optional<Actor> parse_actor(std::string_view text) {
    return enumerator<Actor>(names, text);
}

}  // namespace greenlane
