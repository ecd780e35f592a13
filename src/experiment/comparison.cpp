#include "greenlane/experiment/comparison.h"

#include "greenlane/core/contract.h"

#include "experiment/pilot_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace greenlane::experiment {

namespace {

/// One system's replications, and what became of the shipments of the first.
struct Ran {
    SystemResult result;
    Fates fates;
    std::optional<DataIntervals> data;  ///< of a replay
};

/// Figures of a run, shipments of the first replication aside; the run itself is let go.
SystemResult result_of(const System& system, const RunResult& run) {
    const std::size_t replications = run.replications.size();
    SystemResult result{.name = system.name,
                        .scenario = run.scenario,
                        .label = system.label,
                        .seed = run.seed,
                        .first_replication = run.replications.front().number,
                        .currency = system.scenario->currency,
                        .counts = run.counts,
                        .values = {},
                        .figures = {},
                        .counted = {},
                        .clearance_sd_h = {}};
    const double weeks = static_cast<double>(run.window.end - run.window.begin) /
                         static_cast<double>(7 * day) * static_cast<double>(replications);
    for (const engine::Replication& replication : run.replications) {
        result.visits += replication.visits;
        result.lodged +=
            static_cast<double>(replication.tally.overall()[kpi::Measure::lodged]) / weeks;
    }
    for (std::size_t kpi = 0; kpi < kpi::kpis().size(); ++kpi) {
        auto& values = result.values.emplace_back();
        for (std::size_t r = 0; r < replications; ++r) {
            values.push_back(run.cube.value(r, 0, kpi));
        }
        result.figures.push_back(run.cube.figure(0, kpi));
        result.counted.push_back(static_cast<double>(run.cube.count(0, kpi)) / weeks);
    }
    return result;
}

Ran run_system(const System& system, const RunOptions& options) {
    Ran ran;
    RunOptions how = options;
    how.decided = [&](const shipment::Block& block, const shipment::Vocabulary&,
                      const screening::Decisions&) { ran.fates.meet(block); };
    how.counted = [&](const kpi::Passage& passage, const kpi::Dossier* dossier) {
        ran.fates.add(passage, dossier);
    };
    RunResult found = summarise(*system.scenario, run(*system.scenario, how), system.label, false);
    ran.result = result_of(system, found);
    ran.data = std::move(found.data);
    if (const auto variance = ran.fates.clearance().variance()) {
        ran.result.clearance_sd_h = std::sqrt(*variance) / static_cast<double>(hour);
    }
    return ran;
}

Verdict verdict_on(const kpi::Kpi& kpi, const std::optional<kpi::Interval>& interval) {
    if (!interval) {
        return Verdict::unknown;
    }
    if (interval->contains(0)) {
        return interval->low == interval->high ? Verdict::same : Verdict::open;
    }
    const bool is_higher = interval->low > 0;
    if (kpi.better == kpi::Better::neither) {
        return is_higher ? Verdict::higher : Verdict::lower;
    }
    return is_higher == (kpi.better == kpi::Better::higher) ? Verdict::better : Verdict::worse;
}

auto comparing(kpi::Pairing pairing) {
    return pairing == kpi::Pairing::paired ? kpi::compare_paired : kpi::compare_unpaired;
}

Versus versus(const Ran& reference, const Ran& other, std::size_t system) {
    Versus versus{.system = system,
                  .pairing = reference.result.seed == other.result.seed ? kpi::Pairing::paired
                                                                        : kpi::Pairing::unpaired,
                  .same_traffic = reference.fates.traffic() == other.fates.traffic(),
                  .kpis = std::vector<KpiDifference>(kpi::kpis().size()),
                  .changes = {},
                  .pilots = {}};
    for (std::size_t kpi = 0; kpi < versus.kpis.size(); ++kpi) {
        KpiDifference& difference = versus.kpis[kpi];
        difference.difference =
            comparing(versus.pairing)(other.result.values[kpi], reference.result.values[kpi], 0.95);
        if (versus.same_traffic && reference.data && other.data) {
            difference.data = difference_interval(*other.data, *reference.data, kpi);
        }
    }
    if (versus.same_traffic) {
        versus.changes = compare_fates(reference.fates, other.fates);
    }
    return versus;
}

/// Widens the headline KPIs' intervals until they hold together, and says what all of them show.
void judge(Comparison& comparison) {
    const auto has_interval = [](const KpiDifference& kpi) {
        return kpi.difference && kpi.difference->figure.interval;
    };
    for (const Versus& versus : comparison.versus) {
        for (std::size_t kpi = 0; kpi < versus.kpis.size(); ++kpi) {
            comparison.intervals += is_headline(kpi::kpis()[kpi]) && has_interval(versus.kpis[kpi]);
        }
    }
    const double confidence = bonferroni_confidence(std::max<std::size_t>(1, comparison.intervals));
    const SystemResult& reference = comparison.systems.front();
    for (Versus& versus : comparison.versus) {
        const SystemResult& system = comparison.systems[versus.system];
        for (std::size_t kpi = 0; kpi < versus.kpis.size(); ++kpi) {
            KpiDifference& difference = versus.kpis[kpi];
            std::optional<kpi::Interval> interval;
            if (has_interval(difference)) {
                interval = difference.difference->figure.interval;
                if (is_headline(kpi::kpis()[kpi])) {
                    interval = comparing(versus.pairing)(system.values[kpi], reference.values[kpi],
                                                         confidence)
                                   ->figure.interval;
                    difference.together = interval;
                }
            }
            difference.verdict = verdict_on(kpi::kpis()[kpi], interval);
        }
    }
}

/// How all systems hang together; nullopt where some share their draws and others do not.
std::optional<kpi::Pairing> common_pairing(const std::vector<SystemResult>& systems) {
    std::set<std::uint64_t> seeds;
    for (const SystemResult& system : systems) {
        seeds.insert(system.seed);
    }
    return seeds.size() == 1                ? std::optional(kpi::Pairing::paired)
           : seeds.size() == systems.size() ? std::optional(kpi::Pairing::unpaired)
                                            : std::nullopt;
}

void find_best(Comparison& comparison) {
    const auto pairing = common_pairing(comparison.systems);
    if (comparison.systems.size() < 3 || !pairing) {
        return;
    }
    for (std::size_t kpi = 0; kpi < kpi::kpis().size(); ++kpi) {
        const kpi::Kpi& info = kpi::kpis()[kpi];
        auto& best = comparison.best.emplace_back();
        if (is_headline(info) && info.better != kpi::Better::neither) {
            std::vector<std::vector<std::optional<double>>> values;
            for (const SystemResult& system : comparison.systems) {
                values.push_back(system.values[kpi]);
            }
            best = compare_with_best(values, info.better, *pairing);
        }
    }
}

bool counts_records(const engine::CompiledScenario& scenario) {
    return scenario.profile && scenario.profile->recorded && scenario.feed->times_are_recorded();
}

std::vector<std::string> taken_for_granted(std::span<const System> systems) {
    const auto count = [&](auto&& is_so) {
        return static_cast<std::size_t>(
            std::count_if(systems.begin(), systems.end(),
                          [&](const System& system) { return is_so(*system.scenario); }));
    };
    std::vector<std::string> grounds;
    const std::size_t recorded = count(counts_records);
    const bool replayed =
        count([](const engine::CompiledScenario& scenario) { return scenario.replayed; }) > 0;
    if (replayed) {
        grounds.push_back(
            "the declarations are those replayed; their violations are known only as "
            "far as their records tell");
    } else {
        grounds.push_back(
            "traffic, goods and hidden violations are the scenario's assumptions, "
            "not your declarations");
    }
    if (recorded == 0) {
        grounds.push_back("clearance times come from the scenario's stations, not from your post");
    } else if (recorded < systems.size()) {
        grounds.push_back(
            "recorded clearance times stand beside simulated ones: a difference of "
            "times is the profile's and the model's together");
    }
    grounds.push_back(
        "the intervals that hold together hold the noise of the simulation, no doubt "
        "about data or assumptions");
    if (replayed) {
        grounds.push_back(
            "how far a difference rests on the weeks and importers of these "
            "declarations is its data interval");
    }
    return grounds;
}

}  // namespace

std::string_view name(Verdict verdict) {
    constexpr std::array<std::string_view, 7> names{"unknown", "same",   "open", "better",
                                                    "worse",   "higher", "lower"};
    return names[static_cast<std::size_t>(verdict)];
}

bool is_headline(const kpi::Kpi& kpi) {
    return std::count(kpi.id.begin(), kpi.id.end(), '.') == 1 || kpi.id == "clearance.time.p90";
}

std::vector<std::size_t> headlines(const Versus& versus, Verdict verdict) {
    std::vector<std::size_t> found;
    for (std::size_t kpi = 0; kpi < versus.kpis.size(); ++kpi) {
        if (is_headline(kpi::kpis()[kpi]) && versus.kpis[kpi].verdict == verdict) {
            found.push_back(kpi);
        }
    }
    return found;
}

Comparison compare(std::span<const System> systems, const RunOptions& options) {
    GREENLANE_EXPECT(systems.size() >= 2);
    Comparison comparison;
    comparison.replications = options.replications;
    Progress before;
    RunOptions how = options;
    if (options.observe) {
        how.observe = [&](const Progress& progress) {
            return options.observe(
                {before.lodged + progress.lodged, before.replications + progress.replications});
        };
    }
    std::optional<Ran> reference;
    for (const System& system : systems) {
        Ran ran = run_system(system, how);
        before.lodged += static_cast<std::uint64_t>(ran.result.counts.lodged);
        before.replications += options.replications;
        if (reference) {
            comparison.versus.push_back(versus(*reference, ran, comparison.systems.size()));
        }
        comparison.systems.push_back(ran.result);
        if (!reference) {
            reference = std::move(ran);
        }
    }
    judge(comparison);
    find_best(comparison);
    for (Versus& versus : comparison.versus) {
        if (versus.changes && versus.changes->treats_differently()) {
            versus.pilots = plan_pilots(comparison.systems.front(),
                                        comparison.systems[versus.system], versus.kpis);
        }
    }
    comparison.rests_on = taken_for_granted(systems);
    return comparison;
}

}  // namespace greenlane::experiment
