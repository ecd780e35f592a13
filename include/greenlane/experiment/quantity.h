#pragma once

#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/kpi/kpi_table.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::experiment {

/// A figure of one replication that a study can be asked about: a KPI by its id, or the utilisation
/// of one station, `clearance.utilisation.nii-scan`.
struct Quantity {
    std::size_t kpi = 0;  ///< among kpi::kpis()
    std::string station;  ///< empty: of the whole run

    std::string id() const;
    const kpi::Kpi& info() const { return kpi::kpis()[kpi]; }
    friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// nullopt where the text names none.
std::optional<Quantity> parse_quantity(std::string_view text);
/// As a hint: the KPI that was meant.
std::string quantity_hint(std::string_view text);

/// Columns of a study's table: all KPIs, then the utilisation of every station of the process.
std::size_t column_count(const engine::CompiledScenario& scenario);
/// The quantity's column; nullopt where the scenario has no such station.
std::optional<std::size_t> column(const Quantity& quantity,
                                  const engine::CompiledScenario& scenario);
/// As a hint: the scenario's station that was meant.
std::string station_hint(const Quantity& quantity, const engine::CompiledScenario& scenario);
/// The KPI that a column is of.
const kpi::Kpi& kpi_of_column(std::size_t column);

}  // namespace greenlane::experiment
