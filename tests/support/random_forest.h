#pragma once

#include "greenlane/screening/forest_model.h"

#include "support/draws.h"

#include <cstdint>

namespace greenlane::test {

/// A forest with random splits of standard normal features: for layout and speed, not for sense.
/// A node above the last level is a leaf with probability `early_leaf`.
inline screening::ForestModel random_forest(std::size_t trees, std::uint32_t depth,
                                            std::size_t features, double early_leaf, Draws draws) {
    screening::ForestModel forest{features, -1.25f, {}};
    for (std::size_t i = 0; i < trees; ++i) {
        screening::Tree& tree = forest.trees.emplace_back();
        std::vector<std::uint32_t> levels = {0};
        const auto add = [&](float cover) {
            tree.left.push_back(-1);
            tree.right.push_back(-1);
            tree.feature.push_back(0);
            tree.threshold.push_back(static_cast<float>(0.1 * draws.normal()));
            tree.default_left.push_back(0);
            tree.cover.push_back(cover);
        };
        add(1000);
        for (std::size_t node = 0; node < levels.size(); ++node) {
            if (levels[node] == depth || draws.uniform() < early_leaf) {
                continue;
            }
            // The right child may be numbered before the left, as pruned trees number them.
            const auto first = static_cast<std::int32_t>(levels.size());
            const bool swapped = draws.below(2) == 0;
            tree.left[node] = first + (swapped ? 1 : 0);
            tree.right[node] = first + (swapped ? 0 : 1);
            tree.feature[node] = static_cast<std::uint32_t>(draws.below(features));
            tree.threshold[node] = static_cast<float>(draws.normal());
            tree.default_left[node] = static_cast<std::uint8_t>(draws.below(2));
            const auto share = static_cast<float>(draws.uniform());
            for (const float cover : {tree.cover[node] * share, tree.cover[node] * (1 - share)}) {
                add(cover);
                levels.push_back(levels[node] + 1);
            }
        }
    }
    return forest;
}

}  // namespace greenlane::test
