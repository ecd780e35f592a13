#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace greenlane::learning {

/// Rows by falling score; of equal scores the higher draw comes first.
inline std::vector<std::uint32_t> falling(std::span<const double> score,
                                          std::span<const double> ties) {
    std::vector<std::uint32_t> rows(score.size());
    std::iota(rows.begin(), rows.end(), 0u);
    std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
        return score[a] != score[b] ? score[a] > score[b] : ties[a] > ties[b];
    });
    return rows;
}

}  // namespace greenlane::learning
