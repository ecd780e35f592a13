#include "greenlane/experiment/quantity.h"

#include "greenlane/core/diagnostics.h"

#include <algorithm>

namespace greenlane::experiment {

namespace {

constexpr std::string_view utilisation = "clearance.utilisation";

}  // namespace

std::string Quantity::id() const {
    return std::string(info().id) + (station.empty() ? "" : '.' + station);
}

std::optional<Quantity> parse_quantity(std::string_view text) {
    const std::size_t kpi = kpi::kpi_index(text);
    if (kpi < kpi::kpis().size()) {
        return Quantity{kpi, {}};
    }
    if (text.starts_with(utilisation) && text.size() > utilisation.size() + 1 &&
        text[utilisation.size()] == '.') {
        return Quantity{kpi::kpi_index(utilisation),
                        std::string(text.substr(utilisation.size() + 1))};
    }
    return std::nullopt;
}

std::string quantity_hint(std::string_view text) {
    std::vector<std::string_view> ids;
    for (const kpi::Kpi& kpi : kpi::kpis()) {
        ids.push_back(kpi.id);
    }
    return did_you_mean(text, ids);
}

std::size_t column_count(const engine::CompiledScenario& scenario) {
    return kpi::kpis().size() + scenario.process.stations.size();
}

std::optional<std::size_t> column(const Quantity& quantity,
                                  const engine::CompiledScenario& scenario) {
    if (quantity.station.empty()) {
        return quantity.kpi;
    }
    const auto& stations = scenario.process.stations;
    const auto found = std::find_if(
        stations.begin(), stations.end(),
        [&](const clearance::Station& station) { return station.name == quantity.station; });
    return found == stations.end()
               ? std::nullopt
               : std::optional(kpi::kpis().size() +
                               static_cast<std::size_t>(found - stations.begin()));
}

std::string station_hint(const Quantity& quantity, const engine::CompiledScenario& scenario) {
    std::vector<std::string_view> stations;
    for (const clearance::Station& station : scenario.process.stations) {
        stations.emplace_back(station.name);
    }
    return did_you_mean(quantity.station, stations);
}

const kpi::Kpi& kpi_of_column(std::size_t column) {
    static const std::size_t of_stations = kpi::kpi_index(utilisation);
    return kpi::kpis()[column < kpi::kpis().size() ? column : of_stations];
}

}  // namespace greenlane::experiment
