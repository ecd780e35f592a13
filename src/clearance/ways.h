#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace greenlane::clearance {

/// A directed graph: places by number, and from where a way leads to where.
struct Ways {
    std::size_t places = 0;
    std::vector<std::pair<std::size_t, std::size_t>> edges;
};

/// Which places one comes to from `origin`, itself among them.
std::vector<bool> reachable_from(const Ways& ways, std::size_t origin);

/// Strongly connected components: places that one can go round between.
struct Components {
    std::vector<std::size_t> of;    ///< by place
    std::vector<bool> has_loop;     ///< by component: some way stays inside
    std::vector<bool> has_way_out;  ///< by component: some way leads to another one
};
Components components(const Ways& ways);

/// The places such that every way leads to a later one. Expects ways without a loop.
std::vector<std::size_t> topological_order(const Ways& ways);

}  // namespace greenlane::clearance
