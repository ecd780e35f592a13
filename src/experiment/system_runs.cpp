#include "experiment/system_runs.h"

#include "greenlane/kpi/kpi_figure.h"

#include "experiment/cube_settings.h"
#include "experiment/unit_bytes.h"

#include <cmath>
#include <string>
#include <utility>

namespace greenlane::experiment {

namespace {

/// What is kept of one replication.
struct Kept {
    Outcome outcome;
    bool stays_known = true;
    std::optional<kpi::Clusters> clusters;  ///< of a replay
    std::optional<Fates> fates;             ///< of the first replication

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.outcome, self.stays_known, self.clusters, self.fates);
    }
};

class ComparisonTask final : public Simulation {
public:
    ComparisonTask(std::span<const System> systems, const Observe& observe)
        : Simulation(observe, systems.front().scenario->replayed), systems_(systems) {
        double shipments = 0;
        for (const System& system : systems) {
            shipments += system.scenario->expected;
        }
        remembers_ = shipments <= most_remembered;
    }

private:
    std::shared_ptr<const engine::CompiledScenario> scenario(const Unit& unit) override {
        const System& system = systems_[unit.system];
        if (system.drawn) {
            return system.drawn(unit.replication);
        }
        return {std::shared_ptr<const void>(), system.scenario};
    }
    std::string simulate(const Unit& unit, const engine::CompiledScenario& scenario,
                         shipment::Source& declarations, engine::Watch watch) override {
        Kept kept;
        if (unit.replication == 0) {
            Fates& fates = kept.fates.emplace();
            if (remembers_) {
                fates.expect_shipments(scenario.expected);
            } else {
                fates.forget_shipments();
            }
            watch.decided = [&](const shipment::Block& block, const shipment::Vocabulary&,
                                const screening::Decisions&) { fates.meet(block); };
            watch.counted = [&](const kpi::Passage& passage, const kpi::Dossier* dossier) {
                fates.add(passage, dossier);
            };
        }
        engine::Replication replication = engine::run_replication(
            scenario, declarations, scenario.feed->first_replication() + unit.replication, watch);
        kept.outcome = outcome_of(scenario, replication);
        kept.stays_known = replication.tally.stays_known();
        kept.clusters = replication.tally.take_clusters();
        return to_bytes(kept);
    }

    std::span<const System> systems_;
    bool remembers_ = true;
};

void add(const Unit& unit, Kept kept, SystemRuns& ran) {
    ran.outcomes[unit.replication] = std::move(kept.outcome);
    if (kept.fates) {
        ran.fates = std::move(*kept.fates);
        ran.stays_known = kept.stays_known;
    }
    if (kept.clusters && ran.clusters) {
        ran.clusters->merge(*kept.clusters);
    } else if (kept.clusters) {
        ran.clusters = std::move(kept.clusters);
    }
}

SystemResult result_of(const System& system, const SystemRuns& ran) {
    const engine::CompiledScenario& scenario = *system.scenario;
    SystemResult result{.name = system.name,
                        .scenario = scenario.name,
                        .label = system.label,
                        .seed = scenario.seed,
                        .period = measured_period(scenario),
                        .first_replication = ran.outcomes.front().number,
                        .currency = scenario.currency,
                        .stations = {},
                        .counts = {},
                        .values = {},
                        .figures = {},
                        .counted = {},
                        .clearance_sd_h = {}};
    for (const clearance::Station& station : scenario.process.stations) {
        result.stations.push_back(station.name);
    }
    const double weeks = static_cast<double>(scenario.window.length()) /
                         static_cast<double>(7 * day) * static_cast<double>(ran.outcomes.size());
    std::vector<std::int64_t> counted(kpi::kpis().size());
    for (const Outcome& outcome : ran.outcomes) {
        result.counts += outcome.counts;
        result.visits += outcome.visits;
        result.lodged += static_cast<double>(outcome.lodged) / weeks;
        for (std::size_t kpi = 0; kpi < counted.size(); ++kpi) {
            counted[kpi] += outcome.counted[kpi];
        }
    }
    for (std::size_t column = 0; column < column_count(scenario); ++column) {
        auto& values = result.values.emplace_back();
        for (const Outcome& outcome : ran.outcomes) {
            values.push_back(outcome.value(column));
        }
        result.figures.push_back(kpi::figure_of(kpi_of_column(column), values,
                                                column < counted.size() ? counted[column] : 0));
    }
    for (const std::int64_t count : counted) {
        result.counted.push_back(static_cast<double>(count) / weeks);
    }
    if (const auto variance = ran.fates.clearance().variance()) {
        result.clearance_sd_h = std::sqrt(*variance) / static_cast<double>(hour);
    }
    return result;
}

}  // namespace

std::vector<SystemRuns> run_systems(std::span<const System> systems, std::uint64_t replications,
                                    const Observe& observe, Execution& execution) {
    Units units;
    std::vector<SystemRuns> all(systems.size());
    for (std::size_t system = 0; system < systems.size(); ++system) {
        units.add(system, 0, replications);
        all[system].outcomes.resize(replications);
    }
    ComparisonTask task(systems, observe);
    execute(execution, task, units, [&](const Unit& unit, std::string&& bytes) {
        Kept kept;
        from_bytes(bytes, kept);
        add(unit, std::move(kept), all[unit.system]);
    });
    for (std::size_t i = 0; i < systems.size(); ++i) {
        SystemRuns& ran = all[i];
        ran.result = result_of(systems[i], ran);
        if (ran.clusters) {
            ran.data = bootstrap(*ran.clusters, ran.result.seed,
                                 assumptions_of(*systems[i].scenario), ran.stays_known);
        }
    }
    return all;
}

}  // namespace greenlane::experiment
