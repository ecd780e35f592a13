#pragma once

#include "greenlane/kpi/kpi_table.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// The objectives' values of one setting.
using Point = std::vector<double>;
/// Which side of each objective is better; not neither. At least one objective.
using Directions = std::span<const kpi::Better>;

/// Where the points stand that no other dominates, in the order given: none is at least as good in
/// every objective and better in one. Equal points stand or fall together.
std::vector<std::size_t> pareto_front(std::span<const Point> points, Directions directions);

/// The volume of what the points dominate and that dominates the reference (Zitzler and Thiele
/// 1998, Parallel Problem Solving from Nature V, 292-301), exact for any number of objectives, by
/// slices along the last one. Points that are not better than the reference in every objective add
/// nothing. With n points on the front n log n steps for two objectives, n^2 log n for three.
double hypervolume(std::span<const Point> points, Directions directions, const Point& reference);

/// The knee: of the points on the front, each objective scaled from 0 at its best to 1 at its worst
/// value on the front, the one farthest on the good side of the chord between the extremes, with
/// more objectives of the plane through the unit points (Das 1999, Structural Optimization 18,
/// 107-115); the first of equal ones. An index into `points`; nullopt where no point lies beyond
/// the chord.
std::optional<std::size_t> knee(std::span<const Point> points, Directions directions);

}  // namespace greenlane::experiment
