#include "greenlane/io/comparison.h"

#include "io/csv_text.h"
#include "io/figure_json.h"
#include "io/period_json.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace greenlane::io {

namespace {

using experiment::Comparison;
using experiment::KpiDifference;
using experiment::SystemResult;
using experiment::Versus;

constexpr const char* note =
    "95 % simulation intervals, given these inputs; those named together hold all at once "
    "(Bonferroni)";
constexpr const char* drawn_note =
    "95 % intervals of simulation and parameter noise: the parameters of [uncertainty] were drawn "
    "anew for every replication, the same for all; those named together hold all at once "
    "(Bonferroni)";
constexpr const char* best_note =
    "multiple comparisons with the best (Hsu): system - best of the others, 95 % together, each "
    "KPI for itself";

Json system_rows(const std::vector<SystemResult>& systems) {
    Json rows = Json::array();
    for (const SystemResult& system : systems) {
        rows.push_back({{"name", system.name},
                        {"scenario", system.scenario},
                        {"profile", system.label.profile},
                        {"seed", system.seed},
                        {"period", period_json(system.period)},
                        {"warmup", warmup_json(system.label.warmup)},
                        {"lodged", system.counts.lodged},
                        {"lodged_per_week", system.lodged},
                        {"warnings", system.label.warnings}});
    }
    return rows;
}

/// Infinite where the difference does not vary: JSON has no word for that.
Json finite_or_null(const std::optional<double>& value) {
    return value && std::isfinite(*value) ? Json(*value) : Json();
}

Json difference_row(const std::string& system, const KpiDifference& kpi) {
    Json row{{"system", system}};
    row.update(kpi.difference ? json_of(std::optional(kpi.difference->figure))
                              : Json{{"mean", Json()}, {"ci_low", Json()}, {"ci_high", Json()}});
    row["together"] = json_of(kpi.together);
    row["data"] = json_of(kpi.data);
    row["n"] = kpi.pairs;
    row["correlation"] = json_of(kpi.difference ? kpi.difference->correlation : std::nullopt);
    row["variance_reduction"] =
        finite_or_null(kpi.difference ? kpi.difference->variance_reduction : std::nullopt);
    row["verdict"] = experiment::name(kpi.verdict);
    return row;
}

Json kpi_rows(const Comparison& comparison) {
    Json rows = Json::array();
    for (std::size_t i = 0; i < kpi::kpis().size(); ++i) {
        const kpi::Kpi& kpi = kpi::kpis()[i];
        Json figures = Json::array();
        for (const SystemResult& system : comparison.systems) {
            figures.push_back(json_of(system.figures[i]));
        }
        Json differences = Json::array();
        for (const Versus& versus : comparison.versus) {
            differences.push_back(
                difference_row(comparison.systems[versus.system].name, versus.kpis[i]));
        }
        Json& row = rows.emplace_back(Json{{"id", kpi.id},
                                           {"unit", comparison.systems.front().unit(kpi)},
                                           {"better", kpi::name(kpi.better)},
                                           {"headline", experiment::is_headline(kpi)},
                                           {"systems", figures},
                                           {"differences", differences}});
        if (!comparison.best.empty() && comparison.best[i]) {
            Json& best = row["against_best"] = Json::array();
            for (const kpi::Interval& interval : comparison.best[i]->by_system) {
                best.push_back(json_of(std::optional(interval)));
            }
        }
    }
    return rows;
}

Json turnover(const std::optional<experiment::Turnover>& turnover) {
    return turnover ? Json{{"kept", turnover->kept},
                           {"gained", turnover->gained},
                           {"lost", turnover->lost}}
                    : Json();
}

Json changes(const std::optional<experiment::ShipmentChanges>& changes) {
    if (!changes) {
        return {};
    }
    const auto hours = [](Duration time) {
        return static_cast<double>(time) / static_cast<double>(hour);
    };
    Json moves = Json::array();
    for (const Lane before : lanes) {
        for (const Lane after : lanes) {
            const experiment::LaneMove& move =
                changes->lanes[static_cast<std::size_t>(before)][static_cast<std::size_t>(after)];
            moves.push_back({{"from", name(before)},
                             {"to", name(after)},
                             {"shipments", move.shipments},
                             {"released", move.released},
                             {"hours_won", hours(move.won)},
                             {"hours_lost", hours(move.lost)}});
        }
    }
    return {{"replications", 1},
            {"shipments", changes->shipments},
            {"moved", changes->moved},
            {"lanes", moves},
            {"controlled", turnover(changes->controlled)},
            {"hits", turnover(changes->hits)},
            {"truly_compliant_controlled", turnover(changes->compliant_controlled)}};
}

Json pilots(const std::vector<experiment::PilotPlan>& plans) {
    Json rows = Json::array();
    for (const experiment::PilotPlan& plan : plans) {
        rows.push_back({{"kpi", kpi::kpis()[plan.kpi].id},
                        {"today", plan.today},
                        {"expected", plan.expected},
                        {"difference", plan.difference.mean},
                        {"together", json_of(plan.difference.interval)},
                        {"per_group", plan.trial.per_group},
                        {"declarations", plan.declarations},
                        {"weeks", plan.trial.weeks},
                        {"go", plan.trial.go},
                        {"no_go", plan.trial.no_go}});
    }
    return rows;
}

Json versus_rows(const Comparison& comparison) {
    Json rows = Json::array();
    for (const Versus& versus : comparison.versus) {
        Json verdict = Json::object();
        for (const auto of :
             {experiment::Verdict::better, experiment::Verdict::worse, experiment::Verdict::higher,
              experiment::Verdict::lower, experiment::Verdict::open, experiment::Verdict::same,
              experiment::Verdict::incomparable}) {
            Json& ids = verdict[std::string(experiment::name(of))] = Json::array();
            for (const std::size_t kpi : experiment::headlines(versus, of)) {
                ids.push_back(kpi::kpis()[kpi].id);
            }
        }
        rows.push_back({{"system", comparison.systems[versus.system].name},
                        {"pairing", versus.pairing == kpi::Pairing::paired ? "paired" : "unpaired"},
                        {"same_traffic", versus.same_traffic},
                        {"verdict", verdict},
                        {"changes", changes(versus.changes)},
                        {"pilots", pilots(versus.pilots)}});
    }
    return rows;
}

}  // namespace

std::string to_comparison_json(const Comparison& comparison) {
    const bool are_drawn =
        std::any_of(comparison.systems.begin(), comparison.systems.end(),
                    [](const SystemResult& system) { return system.label.drawn_parameters > 0; });
    Json root{{"format", "greenlane-comparison"},
              {"version", 1},
              {"replications", comparison.replications},
              {"reference", comparison.systems.front().name},
              {"systems", system_rows(comparison.systems)},
              {"kpis", kpi_rows(comparison)},
              {"versus", versus_rows(comparison)},
              {"intervals",
               {{"note", are_drawn ? drawn_note : note},
                {"together", comparison.intervals},
                {"against_best", best_note}}},
              {"rests_on", comparison.rests_on}};
    return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_comparison_csv(const Comparison& comparison) {
    std::string csv = "system,scenario,profile,replication,kpi,unit,value\r\n";
    for (const SystemResult& system : comparison.systems) {
        const std::string names = csv_text(system.name) + ',' + csv_text(system.scenario) + ',' +
                                  csv_text(system.label.profile) + ',';
        for (std::size_t r = 0; r < comparison.replications; ++r) {
            const std::string row = names + std::to_string(system.first_replication + r) + ',';
            for (std::size_t i = 0; i < kpi::kpis().size(); ++i) {
                const kpi::Kpi& kpi = kpi::kpis()[i];
                const std::optional<double>& value = system.values[i][r];
                csv += row;
                csv += kpi.id;
                csv += ',' + csv_text(system.unit(kpi)) + ',';
                csv += value ? csv_number(*value) : "";
                csv += "\r\n";
            }
        }
    }
    return csv;
}

SystemsStudy study_of(const Comparison& comparison,
                      std::span<const std::vector<std::string>> overrides) {
    SystemsStudy study{.command = "compare",
                       .currency = comparison.systems.front().currency,
                       .stations = {},
                       .systems = {},
                       .design = {},
                       .replications = {}};
    for (const SystemResult& system : comparison.systems) {
        for (const std::string& station : system.stations) {
            if (std::find(study.stations.begin(), study.stations.end(), station) ==
                study.stations.end()) {
                study.stations.push_back(station);
            }
        }
    }
    const std::size_t kpis = kpi::kpis().size();
    for (std::size_t i = 0; i < comparison.systems.size(); ++i) {
        const SystemResult& system = comparison.systems[i];
        study.systems.push_back(
            {system.name, system.scenario, system.label.profile, system.seed, overrides[i]});
        std::vector<std::size_t> places(kpis);
        std::iota(places.begin(), places.end(), 0);
        for (const std::string& station : system.stations) {
            const auto place = std::find(study.stations.begin(), study.stations.end(), station);
            places.push_back(kpis + static_cast<std::size_t>(place - study.stations.begin()));
        }
        for (std::size_t r = 0; r < comparison.replications; ++r) {
            std::vector<double> values(kpis + study.stations.size(),
                                       std::numeric_limits<double>::quiet_NaN());
            for (std::size_t column = 0; column < places.size(); ++column) {
                const std::optional<double>& value = system.values[column][r];
                values[places[column]] = value.value_or(values[places[column]]);
            }
            study.replications.push_back({i, system.first_replication + r, std::move(values)});
        }
    }
    return study;
}

}  // namespace greenlane::io
