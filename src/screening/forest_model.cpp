#include "greenlane/screening/forest_model.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace greenlane::screening {

namespace {

constexpr std::size_t most_nodes = std::size_t{1} << 24;

bool is_leaf(const Tree& tree, std::size_t node) {
    return tree.left[node] < 0;
}

std::string fault(const Tree& tree, std::size_t features) {
    const std::size_t nodes = tree.left.size();
    if (nodes == 0 || nodes > most_nodes || tree.right.size() != nodes ||
        tree.feature.size() != nodes || tree.threshold.size() != nodes ||
        tree.default_left.size() != nodes || tree.cover.size() != nodes) {
        return "a tree without nodes, or whose columns do not match";
    }
    // Each node but the root is the child of one other, and all hang together: a tree.
    std::vector<bool> met(nodes, false);
    std::vector<std::size_t> open = {0};
    while (!open.empty()) {
        const std::size_t node = open.back();
        open.pop_back();
        if (met[node]) {
            return "two links of a tree lead to one node";
        }
        met[node] = true;
        if (!std::isfinite(tree.threshold[node]) || !std::isfinite(tree.cover[node]) ||
            tree.cover[node] < 0) {
            return "a number of a tree is negative or not finite";
        }
        if (is_leaf(tree, node)) {
            continue;
        }
        if (tree.feature[node] >= features) {
            return "a tree asks for a feature that is not there";
        }
        for (const std::int32_t child : {tree.left[node], tree.right[node]}) {
            if (child < 0 || static_cast<std::size_t>(child) >= nodes) {
                return "a link leaves its tree";
            }
            open.push_back(static_cast<std::size_t>(child));
        }
    }
    return "";
}

}  // namespace

std::string fault(const ForestModel& forest) {
    if (!std::isfinite(forest.base_margin)) {
        return "the base margin is not finite";
    }
    for (const Tree& tree : forest.trees) {
        if (std::string found = fault(tree, forest.features); !found.empty()) {
            return found;
        }
    }
    return "";
}

FlatForest::FlatForest(const ForestModel& forest)
    : features_(forest.features), base_margin_(forest.base_margin), base_(forest.base_margin) {
    GREENLANE_EXPECT(fault(forest).empty());
    for (const Tree& tree : forest.trees) {
        lay_out(tree);
        base_ += mean_[roots_.back().node];
    }
}

void FlatForest::lay_out(const Tree& tree) {
    // Breadth first, so that siblings are neighbours and children come after their parents.
    struct Place {
        std::size_t from;
        std::uint32_t depth;
    };
    const std::size_t first = nodes_.size();
    GREENLANE_EXPECT(first + tree.left.size() < std::numeric_limits<std::uint32_t>::max());
    std::vector<Place> places = {{0, 0}};
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto [from, depth] = places[i];
        if (is_leaf(tree, from)) {
            nodes_.push_back({0, std::numeric_limits<float>::quiet_NaN(),
                              static_cast<std::uint32_t>(first + i - 1)});
            leaf_.push_back(tree.threshold[from]);
            continue;
        }
        nodes_.push_back({tree.feature[from] * 2 + (tree.default_left[from] != 0 ? 1u : 0u),
                          tree.threshold[from], static_cast<std::uint32_t>(first + places.size())});
        leaf_.push_back(0);
        places.push_back({static_cast<std::size_t>(tree.left[from]), depth + 1});
        places.push_back({static_cast<std::size_t>(tree.right[from]), depth + 1});
    }
    roots_.push_back({static_cast<std::uint32_t>(first), places.back().depth});

    mean_.resize(nodes_.size());
    for (std::size_t i = places.size(); i-- > 0;) {
        if (is_leaf(tree, places[i].from)) {
            mean_[first + i] = leaf_[first + i];
            continue;
        }
        const std::uint32_t left = nodes_[first + i].left;
        const double left_cover = tree.cover[places[left - first].from];
        const double right_cover = tree.cover[places[left + 1 - first].from];
        const double both = left_cover + right_cover;
        mean_[first + i] = both > 0
                               ? (left_cover * mean_[left] + right_cover * mean_[left + 1]) / both
                               : (mean_[left] + mean_[left + 1]) / 2;
    }
}

namespace {

/// Each feature twice: an unknown one first as +infinity, which no threshold exceeds, then as
/// -infinity, which all do.
void spread(std::span<const float> row, std::span<float> out) {
    for (std::size_t j = 0; j < row.size(); ++j) {
        const bool unknown = std::isnan(row[j]);
        out[2 * j] = unknown ? std::numeric_limits<float>::infinity() : row[j];
        out[2 * j + 1] = unknown ? -std::numeric_limits<float>::infinity() : row[j];
    }
}

}  // namespace

void FlatForest::margins(const FeatureMatrix& features, std::span<float> out) const {
    GREENLANE_EXPECT(features.columns == features_ && out.size() == features.rows());
    constexpr std::size_t together = 8;  // rows whose steps do not wait for each other
    constexpr std::size_t rows_at_once = 64;
    const std::size_t width = 2 * features_;
    std::vector<float> values(rows_at_once * width);
    for (std::size_t first = 0; first < out.size(); first += rows_at_once) {
        const std::size_t rows = std::min(rows_at_once, out.size() - first);
        for (std::size_t row = 0; row < rows; ++row) {
            spread(features.row(first + row), std::span(values).subspan(row * width, width));
            out[first + row] = base_margin_;
        }
        for (const Root& root : roots_) {
            for (std::size_t row = 0; row < rows; row += together) {
                const float* value = values.data() + row * width;
                std::array<std::uint32_t, together> at;
                at.fill(root.node);
                for (std::uint32_t level = 0; level < root.depth; ++level) {
                    for (std::size_t i = 0; i < together; ++i) {
                        const Node& node = nodes_[at[i]];
                        const bool right = !(value[i * width + node.feature] < node.threshold);
                        at[i] = node.left + (right ? 1u : 0u);
                    }
                }
                const std::size_t filled = std::min(together, rows - row);
                for (std::size_t i = 0; i < filled; ++i) {
                    out[first + row + i] += leaf_[at[i]];
                }
            }
        }
    }
}

std::vector<double> FlatForest::contributions(std::span<const float> row) const {
    GREENLANE_EXPECT(row.size() == features_);
    std::vector<float> values(2 * features_);
    spread(row, values);
    std::vector<double> parts(features_, 0.0);
    for (const Root& root : roots_) {
        std::uint32_t at = root.node;
        for (std::uint32_t level = 0; level < root.depth; ++level) {
            const Node& node = nodes_[at];
            const std::uint32_t next =
                node.left + (values[node.feature] < node.threshold ? 0u : 1u);
            if (next != at) {
                parts[node.feature / 2] += mean_[next] - mean_[at];
            }
            at = next;
        }
    }
    return parts;
}

}  // namespace greenlane::screening
