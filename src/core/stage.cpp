#include "greenlane/core/stage.h"

#include "core/named.h"

namespace greenlane {

namespace {
constexpr std::array<std::string_view, stage_count> names{"acceptance", "selectivity", "assessment",
                                                          "payment", "release"};
}

std::string_view name(Stage stage) {
    return names[static_cast<std::size_t>(stage)];
}

std::optional<Stage> parse_stage(std::string_view text) {
    return enumerator<Stage>(names, text);
}

}  // namespace greenlane
