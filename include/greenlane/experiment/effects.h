#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// What an effect is of: one factor, or two in interaction.
struct Term {
    std::size_t first;
    std::optional<std::size_t> second{};
    friend bool operator==(const Term&, const Term&) = default;
};

/// A KPI by point of a design and replication; as many replications of each point. A replication in
/// which a point has no value has no effects either.
using Responses = std::span<const std::vector<std::optional<double>>>;
using Replications = std::vector<std::optional<double>>;

/// What factors do to a KPI: an estimate a replication, for on common draws a replication's points
/// differ by the factors alone.
struct Effects {
    std::vector<Term> terms;              ///< all factors, then all pairs, the last one fastest
    std::vector<Replications> estimates;  ///< by term
    /// By term, the share of the variation between the points' means that is its own; undefined
    /// where nothing varies.
    std::vector<std::optional<double>> shares;
    /// What all terms explain of it: of a grid the sum of the shares, of a fit the adjusted R^2.
    std::optional<double> explained;
    /// Of a grid: mean over all other factors, by factor, level and replication.
    std::vector<std::vector<Replications>> margins;
};

/// Effects in a full grid, whose points stand as full_grid() has them, with at least two levels a
/// factor. The effect of a factor is the mean at its last level - that at its first one, over all
/// levels of the others; the interaction of two is half the difference of the one's effect between
/// the other's last and first level (Box, Hunter and Hunter 2005, Statistics for Experimenters,
/// chapter 5). Shares are those of the sums of squares of a balanced analysis of variance, all
/// levels counted: for levels taken as equally likely, the variance-based sensitivity indices of
/// Sobol (1993).
Effects grid_effects(std::span<const std::size_t> levels, Responses responses);

/// Effects of factors at the given coordinates, by point and factor, from -1 (low) to 1 (high):
/// twice the coefficients of y = b0 + sum bi xi + sum bij xi xj by least squares, which on a grid
/// of two levels are those of grid_effects(). Pairs are left out where points hardly outnumber
/// coefficients (fewer than two points to each), all where even single factors have no such
/// number, and what the points do not tell apart. Shares are b^2 var(x) / var(y), which add up as
/// far as the columns are uncorrelated.
Effects fitted_effects(std::span<const std::vector<double>> coordinates, Responses responses);

}  // namespace greenlane::experiment
