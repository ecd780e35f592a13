#include "greenlane/experiment/outcome.h"

#include "greenlane/experiment/quantity.h"
#include "greenlane/kpi/kpi_figure.h"
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

std::optional<kpi::Figure> figure_of(std::size_t column, std::span<const Outcome> outcomes) {
    std::vector<std::optional<double>> values;
    std::int64_t counted = 0;
    for (const Outcome& outcome : outcomes) {
        values.push_back(outcome.value(column));
        counted += column < outcome.counted.size() ? outcome.counted[column] : 0;
    }
    return kpi::figure_of(kpi_of_column(column), values, counted);
}

}  // namespace greenlane::experiment
