#include "greenlane/experiment/comparison.h"

#include "greenlane/core/contract.h"

#include "experiment/pilot_plan.h"
#include "experiment/system_runs.h"

#include <algorithm>
#include <array>
#include <set>

namespace greenlane::experiment {

namespace {

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

kpi::Interval within_bounds(const kpi::Interval& interval, const kpi::Kpi& kpi) {
    const kpi::Bounds bounds = kpi::bounds_of_difference(kpi.bounds());
    return {std::max(interval.low, bounds.low), std::min(interval.high, bounds.high)};
}

/// first - second.
std::optional<kpi::Difference> difference_of(const kpi::Kpi& kpi, kpi::Pairing pairing,
                                             kpi::Replicated first, kpi::Replicated second,
                                             double confidence) {
    auto difference =
        (pairing == kpi::Pairing::paired ? kpi::compare_paired : kpi::compare_unpaired)(
            first, second, confidence);
    if (difference && difference->figure.interval) {
        difference->figure.interval = within_bounds(*difference->figure.interval, kpi);
    }
    return difference;
}

bool are_comparable(const kpi::Kpi& kpi, const SystemResult& reference, const SystemResult& system,
                    const Versus& versus) {
    const bool one_unit = kpi.unit != kpi::Unit::currency || reference.currency == system.currency;
    return one_unit &&
           (!is_total(kpi) || (versus.same_traffic && reference.period == system.period));
}

Versus versus(const SystemRuns& reference, const SystemRuns& other, std::size_t system) {
    Versus versus{.system = system,
                  .pairing = reference.result.seed == other.result.seed ? kpi::Pairing::paired
                                                                        : kpi::Pairing::unpaired,
                  .same_traffic = reference.fates.traffic() == other.fates.traffic(),
                  .kpis = std::vector<KpiDifference>(kpi::kpis().size()),
                  .changes = {},
                  .pilots = {}};
    for (std::size_t kpi = 0; kpi < versus.kpis.size(); ++kpi) {
        KpiDifference& difference = versus.kpis[kpi];
        const kpi::Kpi& info = kpi::kpis()[kpi];
        const auto found = difference_of(info, versus.pairing, other.result.values[kpi],
                                         reference.result.values[kpi], 0.95);
        difference.pairs = found ? found->figure.n : 0;
        if (difference.pairs > 1 || reference.outcomes.size() == 1) {
            difference.difference = found;
        }
        if (!are_comparable(info, reference.result, other.result, versus)) {
            difference.verdict = Verdict::incomparable;
        } else if (versus.same_traffic && reference.data && other.data) {
            difference.data = difference_interval(*other.data, *reference.data, kpi);
        }
    }
    if (versus.same_traffic && reference.fates.remembers_shipments()) {
        versus.changes = compare_fates(reference.fates, other.fates);
    }
    return versus;
}

/// Widens the headline KPIs' intervals until they hold together, and says what all of them show.
void judge(Comparison& comparison) {
    const auto has_interval = [](const KpiDifference& kpi) {
        return kpi.verdict != Verdict::incomparable && kpi.difference &&
               kpi.difference->figure.interval;
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
                    interval = difference_of(kpi::kpis()[kpi], versus.pairing, system.values[kpi],
                                             reference.values[kpi], confidence)
                                   ->figure.interval;
                    difference.together = interval;
                }
            }
            if (difference.verdict != Verdict::incomparable) {
                difference.verdict = verdict_on(kpi::kpis()[kpi], interval);
            }
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
        const bool are_comparable = std::none_of(
            comparison.versus.begin(), comparison.versus.end(), [&](const Versus& versus) {
                return versus.kpis[kpi].verdict == Verdict::incomparable;
            });
        if (is_headline(info) && info.better != kpi::Better::neither && are_comparable) {
            std::vector<std::vector<std::optional<double>>> values;
            for (const SystemResult& system : comparison.systems) {
                values.push_back(system.values[kpi]);
            }
            best = compare_with_best(values, info.better, *pairing);
            for (std::size_t i = 0; best && i < best->by_system.size(); ++i) {
                best->by_system[i] = within_bounds(best->by_system[i], info);
            }
        }
    }
}

/// The systems with warnings, of many the first ones; empty where there are none.
std::string warned_of(std::span<const System> systems) {
    constexpr std::size_t named = 3;
    std::size_t count = 0;
    std::string names;
    for (const System& system : systems) {
        if (!system.label.warnings.empty() && ++count <= named) {
            names += (names.empty() ? "" : ", ") + system.name;
        }
    }
    return count > named ? names + " and " + std::to_string(count - named) + " more" : names;
}

std::vector<std::string> taken_for_granted(std::span<const System> systems) {
    const auto count = [&](auto&& is_so) {
        return static_cast<std::size_t>(
            std::count_if(systems.begin(), systems.end(),
                          [&](const System& system) { return is_so(*system.scenario); }));
    };
    std::vector<std::string> grounds;
    const std::size_t recorded =
        count([](const auto& scenario) { return scenario.counts_records(); });
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
    if (std::string warned = warned_of(systems); !warned.empty()) {
        grounds.push_back("warnings bear on the figures of " + warned);
    }
    const bool drawn = std::any_of(systems.begin(), systems.end(), [](const System& system) {
        return system.label.drawn_parameters > 0;
    });
    grounds.push_back(drawn ? "the intervals that hold together hold simulation and parameter "
                              "noise, for parameters were drawn anew for every replication, the "
                              "same for all; no doubt about other data or assumptions"
                            : "the intervals that hold together hold the noise of the simulation, "
                              "no doubt about data or assumptions");
    if (replayed) {
        grounds.push_back(
            "how far a difference rests on the weeks and importers of these "
            "declarations is its data interval");
    }
    return grounds;
}

}  // namespace

const std::optional<kpi::Figure>& SystemResult::figure(const Quantity& quantity) const {
    std::size_t column = quantity.kpi;
    if (!quantity.station.empty()) {
        const auto station = std::find(stations.begin(), stations.end(), quantity.station);
        GREENLANE_EXPECT(station != stations.end());
        column = kpi::kpis().size() + static_cast<std::size_t>(station - stations.begin());
    }
    return figures[column];
}

std::string_view name(Verdict verdict) {
    constexpr std::array<std::string_view, 8> names{"unknown", "incomparable", "same",   "open",
                                                    "better",  "worse",        "higher", "lower"};
    return names[static_cast<std::size_t>(verdict)];
}

bool is_headline(const kpi::Kpi& kpi) {
    return std::count(kpi.id.begin(), kpi.id.end(), '.') == 1 || kpi.id == "clearance.time.p90";
}

bool is_total(const kpi::Kpi& kpi) {
    return kpi.how.kind == kpi::Kind::sum || kpi.how.kind == kpi::Kind::emission ||
           kpi.how.kind == kpi::Kind::smallest_detectable;
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

Comparison compare(std::span<const System> systems, std::uint64_t replications,
                   const Observe& observe, Execution& execution) {
    GREENLANE_EXPECT(systems.size() >= 2);
    Comparison comparison;
    comparison.replications = replications;
    std::vector<SystemRuns> all = run_systems(systems, replications, observe, execution);
    for (std::size_t i = 1; i < all.size(); ++i) {
        comparison.versus.push_back(versus(all.front(), all[i], i));
    }
    for (SystemRuns& ran : all) {
        comparison.systems.push_back(std::move(ran.result));
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
