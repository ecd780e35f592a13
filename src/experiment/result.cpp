#include "greenlane/experiment/result.h"

#include "greenlane/core/contract.h"
#include "greenlane/experiment/parameter_uncertainty.h"
#include "greenlane/kpi/proportion.h"

#include "experiment/cube_settings.h"

namespace greenlane::experiment {

namespace {

std::vector<kpi::Observation> observe_all(const std::vector<engine::Replication>& replications) {
    std::vector<kpi::Observation> observations;
    observations.reserve(replications.size());
    for (const engine::Replication& replication : replications) {
        observations.push_back(observe(replication));
    }
    return observations;
}

std::vector<StationResult> station_results(const engine::CompiledScenario& scenario,
                                           std::span<const kpi::Observation> observations) {
    const std::vector<kpi::StationFigures> figures = kpi::station_figures(observations);
    std::vector<StationResult> results;
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const clearance::Station& station = scenario.process.stations[i];
        StationResult& result = results.emplace_back();
        result.name = station.name;
        result.stage = station.stage;
        result.delays = station.kind == clearance::StationKind::delay;
        result.figures = figures[i];
        for (const kpi::Observation& observation : observations) {
            result.total.merge(observation.stations[i]);
        }
    }
    return results;
}

std::optional<kpi::Figure> hit_rate(const engine::RuleYield& yield, std::size_t replications) {
    const kpi::Proportion hits{static_cast<std::uint64_t>(yield.hits),
                               static_cast<std::uint64_t>(yield.inspected)};
    const auto share = hits.share();
    return share ? std::optional(kpi::Figure{*share, kpi::wilson(hits), replications})
                 : std::nullopt;
}

std::vector<RuleResult> rule_results(const engine::CompiledScenario& scenario,
                                     const std::vector<engine::Replication>& replications,
                                     bool truth_known) {
    std::vector<RuleResult> results;
    if (!scenario.profile) {
        return results;
    }
    for (std::size_t i = 0; i < scenario.profile->rules.size(); ++i) {
        const profile::CompiledRule& rule = scenario.profile->rules[i];
        RuleResult& result = results.emplace_back(
            RuleResult{.code = rule.code,
                       .lane = rule.lane,
                       .nii = rule.nii,
                       .risk = std::string(name(rule.risk)),
                       .agreement = rule.agreement == profile::CompiledRule::no_agreement
                                        ? std::string{}
                                        : scenario.lists->watch_lists[rule.agreement].agreement,
                       .reason = rule.reason,
                       .counts = {},
                       .hits = {},
                       .hit_rate = {}});
        engine::RuleYield yield;
        for (const engine::Replication& replication : replications) {
            const screening::RuleCounts& counts = replication.rules[i];
            result.counts.matched += counts.matched;
            result.counts.unknown += counts.unknown;
            result.counts.chosen += counts.chosen;
            yield += replication.yields[i];
        }
        result.inspected = yield.inspected;
        if (truth_known) {
            result.hits = yield.hits;
            result.hit_rate = hit_rate(yield, replications.size());
        }
    }
    return results;
}

std::vector<std::optional<kpi::Interval>> ranges_of(const kpi::Cube& cube,
                                                    std::size_t replications) {
    std::vector<std::optional<kpi::Interval>> ranges;
    for (std::size_t kpi = 0; kpi < kpi::kpis().size(); ++kpi) {
        std::vector<double> values;
        for (std::size_t r = 0; r < replications; ++r) {
            if (const auto value = cube.value(r, 0, kpi)) {
                values.push_back(*value);
            }
        }
        ranges.push_back(replication_range(std::move(values)));
    }
    return ranges;
}

}  // namespace

std::optional<kpi::Figure> RunResult::figure(std::size_t kpi) const {
    auto figure = cube.figure(0, kpi);
    if (figure && batches && batches->by_kpi[kpi]) {
        figure->interval = batches->by_kpi[kpi]->interval;
    }
    return figure;
}

std::optional<kpi::Figure> RunResult::figure(const Quantity& quantity) const {
    if (quantity.station.empty()) {
        return figure(quantity.kpi);
    }
    const std::size_t slice = cube.slice_index("all", "station=" + quantity.station);
    GREENLANE_EXPECT(slice < cube.slices().size());
    return cube.figure(slice, quantity.kpi);
}

RunResult summarise(const engine::CompiledScenario& scenario, Run run, RunLabel label,
                    bool periods) {
    std::vector<engine::Replication>& replications = run.replications;
    GREENLANE_EXPECT(!replications.empty());
    const std::vector<kpi::Observation> observations = observe_all(replications);
    kpi::CubeSettings settings = cube_settings(scenario);
    settings.periods = periods;
    kpi::Cell overall;
    for (const engine::Replication& replication : replications) {
        overall += replication.tally.overall();
    }
    RunResult result{
        .scenario = scenario.name,
        .label = std::move(label),
        .seed = scenario.seed,
        .horizon = scenario.horizon,
        .window = scenario.window,
        .described = overall[kpi::Measure::described] > 0,
        .replications = {},
        .counts = {},
        .cube = kpi::Cube(observations, settings),
        .stations = station_results(scenario, observations),
        .lanes = kpi::lane_figures(observations),
        .rules = rule_results(scenario, replications, overall[kpi::Measure::truth_known] > 0),
        .data = {},
        .batches = {},
        .ranges = {}};
    for (const engine::Replication& replication : replications) {
        result.counts += replication.counts;
    }
    if (run.clusters) {
        result.data = bootstrap(*run.clusters, scenario.seed, settings.assumptions,
                                replications.front().tally.stays_known());
    }
    if (replications.size() == 1 && !scenario.replayed) {
        result.batches = kpi::batch_figures(replications.front().tally, settings.assumptions);
    }
    if (result.label.drawn_parameters > 0) {
        result.ranges = ranges_of(result.cube, replications.size());
    }
    result.replications = std::move(replications);
    return result;
}

}  // namespace greenlane::experiment
