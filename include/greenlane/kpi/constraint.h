#pragma once

#include "greenlane/kpi/interval.h"

#include <optional>

namespace greenlane::kpi {

/// The probability that the mean behind the replications is at or below `limit`, given what they
/// showed: the level at which the one-sided limit of estimate(), without its stop at 2.5 q, meets
/// `limit` (for normal values the posterior probability under a flat prior). At least 0.975 only
/// where the 95 % interval of estimate() lies at or below the limit. 0 or 1 of equal values,
/// which have no spread to tell by (confidence() of kpi_figure.h allows for that); nullopt for
/// fewer than two.
///
/// Nominal: with skewed values few replications pass a mean beyond its limit too often. So often
/// in % is it 0.95 or more where the mean is at the limit (tests/unit/kpi/constraint_test.cpp):
///
///     R                     2           4          10          20
///     normal              5.0         4.4         4.8         5.0
///     exponential        14.0        10.4         5.6         4.4
///     lognormal, 1       18.1        15.1         8.8         6.7
std::optional<double> confidence_at_most(Replicated values, double limit);

}  // namespace greenlane::kpi
