#include "greenlane/experiment/outcome.h"

#include "greenlane/kpi/whole_run.h"

#include "experiment/cube_settings.h"

#include <cmath>
#include <limits>

namespace greenlane::experiment {

std::optional<double> Outcome::value(std::size_t column) const {
    return std::isnan(values[column]) ? std::nullopt : std::optional(values[column]);
}

Outcome outcome_of(const engine::CompiledScenario& scenario,
                   const engine::Replication& replication) {
    kpi::WholeRun run = kpi::whole_run(observe(replication), assumptions_of(scenario));
    Outcome outcome{.number = replication.number,
                    .counts = replication.counts,
                    .visits = replication.visits,
                    .lodged = replication.tally.overall()[kpi::Measure::lodged],
                    .values = {},
                    .counted = std::move(run.counted)};
    for (const auto* values : {&run.values, &run.utilisation}) {
        for (const std::optional<double>& value : *values) {
            outcome.values.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
        }
    }
    return outcome;
}

}  // namespace greenlane::experiment
