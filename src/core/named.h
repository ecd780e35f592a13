#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace greenlane {

/// The enumerator whose name is `text`; `names` stand in the order of the enumerators' numbers.
template <typename Enum, std::size_t N>
std::optional<Enum> enumerator(const std::array<std::string_view, N>& names,
                               std::string_view text) {
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) {
        return std::nullopt;
    }
    return static_cast<Enum>(found - names.begin());
}

}  // namespace greenlane
