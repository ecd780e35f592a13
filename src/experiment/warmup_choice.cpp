#include "greenlane/experiment/warmup_choice.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"
#include "greenlane/experiment/run.h"
#include "greenlane/kpi/warmup.h"
#include "greenlane/kpi/weekly_series.h"

#include "experiment/cube_settings.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace greenlane::experiment {

namespace {

/// Two batches of MSER-5, and the week of the last one.
constexpr std::size_t fewest_days = 2 * 5 + 6;

[[noreturn]] void refuse(const engine::CompiledScenario& scenario, std::string why,
                         std::string hint) {
    Diagnostics diagnostics;
    diagnostics.error(*scenario.finds_warmup, std::move(why), std::move(hint));
    throw InputError(Failure::usage, diagnostics);
}

/// Whole local days from the start on, whose shipments have nearly all left.
std::size_t settled_days(const std::vector<engine::Replication>& pilot) {
    constexpr double settled = 0.95;
    kpi::Histogram clearance;
    for (const engine::Replication& replication : pilot) {
        clearance.merge(replication.tally.clearance(kpi::ClearanceOf::all));
    }
    const kpi::Tally& first = pilot.front().tally;
    const Instant end = first.window().end - clearance.quantile(settled).value_or(0);
    return static_cast<std::size_t>(
        std::max<std::int64_t>(day_of(end + first.window().utc_offset) - first.first_day(), 0));
}

/// By KPI and replication; KPIs without series are left out, `kpis` names the others.
std::vector<std::vector<kpi::Series>> series_of(const engine::CompiledScenario& scenario,
                                                const std::vector<engine::Replication>& pilot,
                                                std::vector<std::size_t>& kpis) {
    const std::size_t days = settled_days(pilot);
    if (days < fewest_days) {
        refuse(scenario,
               "the run is too short to find a warm-up in it: of " + std::to_string(days) +
                   " days nearly all shipments have left before its end, and it takes " +
                   std::to_string(fewest_days),
               "make `duration` longer, or say how long the warm-up is, for example warmup = "
               "\"5d\"");
    }
    std::vector<std::vector<kpi::Series>> by_kpi(kpi::kpis().size());
    for (const engine::Replication& replication : pilot) {
        auto all = kpi::weekly_series(replication.tally, days, assumptions_of(scenario));
        for (std::size_t i = 0; i < all.size(); ++i) {
            by_kpi[i].push_back(std::move(all[i]));
        }
    }
    std::vector<std::vector<kpi::Series>> present;
    for (std::size_t i = 0; i < by_kpi.size(); ++i) {
        const bool has_value =
            std::any_of(by_kpi[i].begin(), by_kpi[i].end(), [](const kpi::Series& series) {
                return std::any_of(series.begin(), series.end(),
                                   [](const auto& value) { return value.has_value(); });
            });
        if (has_value) {
            kpis.push_back(i);
            present.push_back(std::move(by_kpi[i]));
        }
    }
    return present;
}

}  // namespace

WarmupChoice choose_warmup(std::size_t scenarios, const CompileSystem& scenario, unsigned jobs,
                           const Observe& observe) {
    GREENLANE_EXPECT(scenarios > 0);
    WarmupChoice choice;
    choice.pilot = pilot_replications;
    std::map<std::size_t, std::size_t> requests;  // by KPI, the longest of all scenarios
    std::set<std::size_t> drifting;
    for (std::size_t i = 0; i < scenarios; ++i) {
        const auto asking = scenario(i);
        GREENLANE_EXPECT(asking->finds_warmup.has_value());
        if (asking->counts_records()) {
            continue;
        }
        ThreadWorkers threads(jobs);
        Execution execution{.workers = &threads};
        RunOptions pilot;
        pilot.replications = choice.pilot;
        pilot.observe = observe;
        std::vector<std::size_t> kpis;
        const auto series = series_of(*asking, run(*asking, pilot, execution).replications, kpis);
        const kpi::Warmup found = kpi::warmup(series, scenarios);
        choice.series += series.size();
        for (std::size_t k = 0; k < kpis.size(); ++k) {
            if (found.asks[k]) {
                std::size_t& days = requests[kpis[k]];
                days = std::max(days, found.by_kpi[k].periods);
            }
            if (found.asks[k] && !found.by_kpi[k].valid) {
                drifting.insert(kpis[k]);
            }
        }
    }
    for (const auto& [kpi, days] : requests) {
        choice.requests.push_back({kpi, days});
    }
    std::stable_sort(choice.requests.begin(), choice.requests.end(),
                     [](const auto& a, const auto& b) { return a.days > b.days; });
    choice.drifting.assign(drifting.begin(), drifting.end());
    choice.days = choice.requests.empty() ? 0 : choice.requests.front().days;
    return choice;
}

void set_warmup(const WarmupChoice& choice, engine::CompiledScenario& scenario) {
    GREENLANE_EXPECT(scenario.finds_warmup.has_value());
    const Duration warmup = static_cast<Duration>(choice.days) * day;
    if (warmup >= scenario.horizon.duration) {
        refuse(scenario,
               "the warm-up of " + std::to_string(choice.days) +
                   " days, which all systems have in common, leaves nothing of this run",
               "make `duration` longer, or say how long the warm-up is");
    }
    scenario.window.begin = scenario.horizon.start + warmup;
    scenario.finds_warmup.reset();
}

}  // namespace greenlane::experiment
