#pragma once

#include "greenlane/kpi/interval.h"

#include <cstddef>
#include <optional>
#include <span>

namespace greenlane::kpi {

/// The mean of one long run in its steady state, whose values depend on each other.
struct BatchMeans {
    double mean;
    double variance_constant;  ///< n x the variance of the mean of n values
    double degrees;            ///< of freedom
    Interval interval;         ///< Student's t
    double lag1;               ///< lag1_correlation() of the values
    double von_neumann;        ///< von_neumann_ratio() of the batch means, not overlapping
    /// The run is too short for the interval to cover as it says: the batch means still depend on
    /// each other (one-sided von Neumann test at 5 %), or the values do (lag1 sqrt n > 1.645) and a
    /// batch is shorter than ten times variance_constant / variance of the values, that is, holds
    /// fewer than ten independent ones.
    /// M/M/1 at a load of 0.8, 20 batches: 2,000 customers, 82 % covered; 10,000, 91 %; 50,000,
    /// 94 %.
    bool too_short;
};

/// Batch means that do not overlap: b batches of m values, with variance m S_b^2 of the mean's
/// constant and b - 1 degrees of freedom (Law 2015, Simulation Modeling and Analysis, section
/// 9.5.3). Values that do not fill a batch are left out at the end. nullopt for fewer than three
/// batches; batch_length > 0.
std::optional<BatchMeans> batch_means(std::span<const double> values, std::size_t batch_length,
                                      double confidence = 0.95);
/// All n - m + 1 batches of neighbours (Meketon and Schmeiser 1984, Winter Simulation Conference,
/// 227-230): the constant is n m sum (batch mean - mean)^2 / ((n - m + 1)(n - m)), with 1.5 (n / m
/// - 1) degrees of freedom; a third less variable than without overlap.
std::optional<BatchMeans> overlapping_batch_means(std::span<const double> values,
                                                  std::size_t batch_length,
                                                  double confidence = 0.95);

/// sum (x_i - mean)(x_(i+1) - mean) / sum (x_i - mean)^2; 0 of equal values.
double lag1_correlation(std::span<const double> values);
/// sum (x_(i+1) - x_i)^2 / sum (x_i - mean)^2, near 2 where values do not depend on their
/// predecessors and below where neighbours are alike (von Neumann 1941, Annals of Mathematical
/// Statistics 12, 367-395); 2 of equal values.
double von_neumann_ratio(std::span<const double> values);

}  // namespace greenlane::kpi
