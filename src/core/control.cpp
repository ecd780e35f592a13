#include "greenlane/core/control.h"

#include "core/named.h"

namespace greenlane {

namespace {
constexpr std::array<std::string_view, control_count> names{"documents", "nii", "physical",
                                                            "laboratory"};
}

std::string_view name(Control control) {
    return names[static_cast<std::size_t>(control)];
}

std::optional<Control> parse_control(std::string_view text) {
    return enumerator<Control>(names, text);
}

}  // namespace greenlane
