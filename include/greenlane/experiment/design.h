#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// All combinations of so many levels a factor, the last factor changing fastest: level by point
/// and factor. At least one factor, each of at least one level.
std::vector<std::vector<std::size_t>> full_grid(std::span<const std::size_t> levels);

/// Points in the open unit cube: coordinates by point and factor.
using UnitPoints = std::vector<std::vector<double>>;

/// A Latin hypercube (McKay, Beckman and Conover 1979, Technometrics 21, 239-245): of `points`
/// strata of equal width, every factor has one point in each, at a place in it that is drawn.
/// Of 64 that the seed gives it is the one whose columns are least correlated (largest absolute
/// coefficient), so that effects can be told apart. At least one point and one factor.
UnitPoints latin_hypercube(std::size_t points, std::size_t factors, std::uint64_t seed);

inline constexpr std::size_t most_sobol_factors = 3'667;  ///< of the table
/// The first points of the sequence of Sobol (1967) with the direction numbers of Joe and Kuo
/// (2008, SIAM J. Sci. Comput. 30, 2635-2654; table new-joe-kuo-6), in the order of the Gray code
/// and from the origin on, exact. At most most_sobol_factors.
UnitPoints sobol(std::size_t points, std::size_t factors);
/// The same with each factor's digits shifted by a draw of the seed: no point lies on the cube's
/// border, and every elementary interval holds as many points as before (Cranley and Patterson's
/// shift in base 2; Owen 1998, ACM TOMACS 8, 71-102). Balanced where `points` is a power of two.
UnitPoints shifted_sobol(std::size_t points, std::size_t factors, std::uint64_t seed);

}  // namespace greenlane::experiment
