#pragma once

#include "greenlane/experiment/factor.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::experiment {

enum class Design : std::uint8_t { grid, latin_hypercube, sobol };
/// `grid`, `lhs`, `sobol`.
std::string_view name(Design design);

/// A value for each factor, as `--set` takes it; none leaves its key as it stands.
using Setting = std::vector<std::optional<std::string>>;

/// The systems of a sweep: the points of its design and, for the tornado, the scenario as it stands
/// and with one factor moved at a time.
struct SweepPlan {
    Design design{};
    std::vector<Factor> factors;
    std::vector<Setting> systems;     ///< all different; the first is the scenario as it stands
    std::vector<std::size_t> points;  ///< the system of each point
    /// By point and factor, from -1 (low) to 1 (high); empty of a grid.
    std::vector<std::vector<double>> coordinates;
    /// By factor, systems with that factor alone moved: to its first level and its last one; to
    /// each of its words.
    std::vector<std::vector<std::size_t>> alone;
};

/// All combinations of the factors' levels, as full_grid() has them. Throws InputError(usage) where
/// a range has no step, and where there are more than most_points.
std::vector<std::vector<std::size_t>> grid_of(const std::vector<Factor>& factors);

/// The full grid of the factors' levels (`points` is 0), or so many points of a space-filling
/// design, drawn by the seed. Throws InputError(usage) where a factor is none of the design's: a
/// grid takes levels, the others take ranges without a step; a grid has at most most_points, a
/// space-filling design at least two points and a Sobol design at most most_sobol_factors factors.
SweepPlan plan_sweep(Design design, std::vector<Factor> factors, std::size_t points,
                     std::uint64_t seed);

}  // namespace greenlane::experiment
