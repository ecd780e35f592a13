#include "experiment/cube_settings.h"

#include "greenlane/core/violation.h"
#include "greenlane/shipment/declarations.h"

namespace greenlane::experiment {

namespace {

/// A factor that is nowhere above 0 was not given.
std::optional<kpi::AssumedFactor> factor(const engine::Factor& factor) {
    return factor.high > 0
               ? std::optional(kpi::AssumedFactor{factor.low, factor.value, factor.high})
               : std::nullopt;
}

template <typename Enum>
std::vector<std::string> names(std::size_t count) {
    std::vector<std::string> all;
    for (std::size_t code = 0; code < count; ++code) {
        all.emplace_back(name(static_cast<Enum>(code)));
    }
    return all;
}

}  // namespace

kpi::Assumptions assumptions_of(const engine::CompiledScenario& scenario) {
    const engine::EmissionsDefinition& emissions = scenario.emissions;
    return {.restricted_to = scenario.targets.restricted_to.value,
            .minor_digits = scenario.minor_digits,
            .emissions = {.idling_kg_per_hour = factor(emissions.idling_kg_per_hour),
                          .engine_on_share = factor(emissions.engine_on_share),
                          .reefer_kg_per_hour = factor(emissions.reefer_kg_per_hour),
                          .scan_kg = factor(emissions.scan_kg),
                          .paper_g_per_document = factor(emissions.paper_g_per_document),
                          .at_post_share = factor(emissions.at_post_share)}};
}

kpi::CubeSettings cube_settings(const engine::CompiledScenario& scenario) {
    kpi::CubeSettings settings;
    settings.assumptions = assumptions_of(scenario);
    settings.currency = scenario.currency;
    for (const auto& [id, target] : scenario.targets.kpi) {
        settings.targets.emplace_back(id.value, target);
    }
    for (const clearance::Station& station : scenario.process.stations) {
        settings.stations.push_back(station.name);
    }
    for (const profile::WatchList& list : scenario.lists->watch_lists) {
        settings.agreements.push_back(list.agreement);
    }
    settings.modes = names<shipment::Mode>(shipment::mode_count);
    settings.tiers = names<shipment::Tier>(shipment::tier_count);
    settings.directions =
        names<shipment::Procedure>(static_cast<std::size_t>(shipment::Procedure::transit) + 1);
    return settings;
}

kpi::Observation observe(const engine::Replication& replication) {
    return {&replication.tally, replication.stations, replication.labels.offices,
            replication.labels.countries};
}

}  // namespace greenlane::experiment
