#pragma once

#include "greenlane/kpi/constraint.h"
#include "greenlane/kpi/interval.h"
#include "greenlane/kpi/kpi_table.h"

#include <cstdint>
#include <optional>

namespace greenlane::kpi {

/// Mean and interval over the replications. Where all shares of a count are equal (all zero, as a
/// rule), their spread says nothing, and the interval is that of Clopper and Pearson; `counted` is
/// what stands in the KPI's denominator, all replications together.
std::optional<Figure> figure_of(const Kpi& kpi, Replicated values, std::int64_t counted);

/// What a mean is to keep to.
struct Limit {
    double value = 0;
    bool at_least = false;  ///< or else at most
};

/// The probability that a KPI's mean keeps to a limit: confidence_at_most(), or the same of the
/// mirrored values. Equal values tell nothing of the spread behind them. Of a share of counted
/// events (all zero, as a rule) it is the level at which the one-sided limit of Clopper and Pearson
/// meets `limit`; `counted` as in figure_of(). Of another KPI it is (n + 1) / (n + 2) where the n
/// values keep to the limit, else 1 / (n + 2): Laplace's rule of succession for a further
/// replication to be as these are. What befalls a share p of the replications only, n of them miss
/// with (1 - p)^n. Of a KPI that cannot vary it is 1 or 0. nullopt for fewer than two values.
std::optional<double> confidence(const Kpi& kpi, Replicated values, std::int64_t counted,
                                 Limit limit, bool can_vary = true);

}  // namespace greenlane::kpi
