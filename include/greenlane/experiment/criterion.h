#pragma once

#include "greenlane/experiment/quantity.h"
#include "greenlane/kpi/kpi_table.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace greenlane::experiment {

/// What a setting is judged by: a quantity of its replications, or what it costs.
struct Criterion {
    std::optional<Quantity> quantity;  ///< none: the cost
    std::size_t column = 0;            ///< of the quantity

    std::string id() const;
    friend bool operator==(const Criterion&, const Criterion&) = default;
};

/// `--minimise clearance.time`.
struct Objective {
    Criterion criterion;
    kpi::Better better;  ///< not neither
};

/// `--subject-to 'clearance.time.p90<=24h'`.
struct Constraint {
    std::string text;  ///< `KPI<=LIMIT` or `KPI>=LIMIT`, the limit as it was given
    Criterion criterion;
    bool at_least = false;  ///< or at most
    double limit = 0;       ///< in the quantity's unit

    /// By how much a value is on the wrong side, as a share of the limit (of 1 where that is 0); 0
    /// where it is on the right one.
    double violation(double value) const;
};

/// Throws InputError(usage), with a hint, where there is no such KPI.
Objective parse_objective(std::string_view text, kpi::Better better);
/// Throws InputError(usage), with a hint, where it is no constraint. `<` means `<=`: a mean meets
/// its limit with probability 0.
Constraint parse_constraint(std::string_view text);

/// Throws InputError(usage) where something is to be both low and high, twice the same, or within
/// limits that leave nothing between them.
void expect_consistent(std::span<const Objective> objectives,
                       std::span<const Constraint> constraints);

/// Finds the column. Throws InputError(usage) where the scenario has no such station.
void find_column(Criterion& criterion, const engine::CompiledScenario& scenario);

}  // namespace greenlane::experiment
