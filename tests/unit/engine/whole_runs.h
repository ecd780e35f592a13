#pragma once

#include "greenlane/engine/lane_sweep.h"
#include "greenlane/engine/replication.h"
#include "greenlane/kpi/clock.h"

/// What full runs give of which a lane sweep says the same.
namespace greenlane::engine::test {

/// The scenario observed until even the longest detention is over, by the same shipments.
inline CompiledScenario observed_to_the_end(CompiledScenario scenario) {
    constexpr Duration decades = 60 * 365 * day;
    scenario.horizon.duration += decades;
    scenario.window.end += decades;
    return scenario;
}

inline CompiledScenario under(CompiledScenario scenario, const LaneSetting& setting) {
    scenario.profile->yellow_from = setting.yellow_from;
    scenario.profile->red_from = setting.red_from;
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
        if (scenario.profile->capacity[lane]) {
            scenario.profile->capacity[lane]->per_day = setting.per_day[lane];
        }
    }
    return scenario;
}

struct WholeRun {
    LaneTotals totals;
    Counts counts;
};

inline WholeRun whole_run(const CompiledScenario& scenario, std::uint64_t number,
                          const LaneSetting& setting) {
    WholeRun out;
    Watch watch;
    watch.counted = [&](const kpi::Passage&, const kpi::Dossier* dossier) {
        for (const Control control : controls) {
            out.totals.controls[static_cast<std::size_t>(control)] +=
                (dossier->controls() & bit(control)) != 0;
        }
    };
    const Replication run = run_replication(under(scenario, setting), number, watch);
    out.counts = run.counts;
    out.totals.cell = run.tally.overall();
    for (std::size_t i = 0; i < kpi::measure_count; ++i) {
        const auto measure = static_cast<kpi::Measure>(i);
        if (kpi::needs_clock(measure)) {
            out.totals.cell[measure] = 0;
        }
    }
    for (const Lane lane : lanes) {
        out.totals.lanes[static_cast<std::size_t>(lane)] = run.tally.segments(
            kpi::Dimension::lane)[static_cast<std::size_t>(lane)][kpi::Measure::lodged];
    }
    return out;
}

/// The measures in which two totals differ, for messages; empty where they are equal.
inline std::string difference(const LaneTotals& a, const LaneTotals& b) {
    std::string text;
    const auto compare = [&](std::string_view name, std::int64_t x, std::int64_t y) {
        if (x != y) {
            text +=
                std::string(name) + ": " + std::to_string(x) + " != " + std::to_string(y) + '\n';
        }
    };
    for (std::size_t i = 0; i < kpi::measure_count; ++i) {
        const auto measure = static_cast<kpi::Measure>(i);
        compare(kpi::info(measure).name, a.cell[measure], b.cell[measure]);
    }
    for (const Lane lane : lanes) {
        const auto i = static_cast<std::size_t>(lane);
        compare(name(lane), a.lanes[i], b.lanes[i]);
    }
    for (const Control control : controls) {
        const auto i = static_cast<std::size_t>(control);
        compare(name(control), a.controls[i], b.controls[i]);
    }
    return text;
}

}  // namespace greenlane::engine::test
