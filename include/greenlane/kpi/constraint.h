#pragma once

#include "greenlane/kpi/interval.h"

#include <optional>

namespace greenlane::kpi {

/// The probability that the mean behind the replications is at or below `limit`, given what they
/// showed: the level at which the one-sided limit of estimate(), without its stop at 2.5 q, meets
/// `limit` (for normal values the posterior probability under a flat prior). At least 0.975 only
/// where the 95 % interval of estimate() lies at or below the limit. 0 or 1 of equal values;
/// nullopt for fewer than two.
std::optional<double> confidence_at_most(Replicated values, double limit);

}  // namespace greenlane::kpi
