#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace greenlane {

/// What finds a violation.
enum class Control : std::uint8_t { documents, nii, physical, laboratory };

inline constexpr std::array controls{Control::documents, Control::nii, Control::physical,
                                     Control::laboratory};
inline constexpr std::size_t control_count = controls.size();

std::string_view name(Control control);
std::optional<Control> parse_control(std::string_view text);

/// A set of controls as bits: 1 << control.
using ControlSet = std::uint8_t;
constexpr ControlSet bit(Control control) {
    return static_cast<ControlSet>(1u << static_cast<unsigned>(control));
}

}  // namespace greenlane
