#pragma once

#include <cstdint>

namespace greenlane::kpi {

/// The first number from `low` to `high` of which `holds`, by bisection: it holds of `high` and of
/// all after the first.
template <typename Holds>
std::uint64_t first_that(std::uint64_t low, std::uint64_t high, Holds holds) {
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (holds(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

}  // namespace greenlane::kpi
