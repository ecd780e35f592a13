// How long do 1,000 settings of a profile's thresholds take on a million declarations, and what is
// that beside screening them once? One thread; the sea port for 2,273 days.
#include "greenlane/engine/lane_sweep.h"
#include "greenlane/engine/replication.h"
#include "greenlane/io/profile.h"
#include "greenlane/io/scenario.h"

#include <cstdlib>
#include <iostream>

#include <benchmark/benchmark.h>

namespace {

using namespace greenlane;

engine::CompiledScenario sea_port(bool limited) {
    Diagnostics diagnostics;
    const std::vector<std::string> overrides{"scenario.duration=2273d", "scenario.warmup=0d"};
    const auto scenario =
        io::read_scenario(GREENLANE_SOURCE_DIR "/scenarios/sea-port.toml", overrides, diagnostics);
    const auto profile = io::read_profile(scenario->profile->value, {}, diagnostics);
    engine::ScenarioParts parts;
    parts.scenario = &*scenario;
    parts.profile = &profile->definition;
    parts.lists = profile->lists;
    auto out = engine::compile(parts, diagnostics);
    if (!out) {
        std::exit(2);
    }
    if (!limited) {
        out->profile->capacity[static_cast<std::size_t>(Lane::red)].reset();
    }
    return std::move(*out);
}

/// 25 thresholds of yellow by 40 of red.
std::vector<engine::LaneSetting> thousand(const engine::CompiledScenario& scenario) {
    std::vector<engine::LaneSetting> settings;
    for (std::int32_t yellow = 2; yellow <= 50; yellow += 2) {
        for (std::int32_t red = 2; red <= 80; red += 2) {
            engine::LaneSetting setting = engine::lane_setting(*scenario.profile);
            setting.yellow_from = yellow;
            setting.red_from = red;
            settings.push_back(setting);
        }
    }
    return settings;
}

void sweep(benchmark::State& state, bool limited, std::size_t count) {
    const engine::CompiledScenario scenario = sea_port(limited);
    auto settings = thousand(scenario);
    settings.resize(count);
    for (auto _ : state) {
        const auto totals = engine::sweep_lanes(scenario, 0, settings);
        state.counters["declarations"] =
            static_cast<double>(totals.front().cell[kpi::Measure::lodged]);
    }
}

void whole_run(benchmark::State& state) {
    const engine::CompiledScenario scenario = sea_port(true);
    for (auto _ : state) {
        benchmark::DoNotOptimize(engine::run_replication(scenario, 0));
    }
}

void generate_and_screen(benchmark::State& state) {
    const engine::CompiledScenario scenario = sea_port(true);
    for (auto _ : state) {
        const random::Key key = random::make_key(scenario.seed, 0);
        const auto source = scenario.feed->open(key, scenario.epochs);
        screening::Screener screener(*scenario.profile, key, scenario.epochs);
        shipment::Block block;
        screening::Decisions decisions;
        while (source->next(block)) {
            screener.screen(block.declarations, block.records, source->vocabulary(), decisions);
        }
    }
}

BENCHMARK(generate_and_screen)->Unit(benchmark::kMillisecond);
BENCHMARK(whole_run)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sweep, one_setting, true, 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sweep, thresholds_alone, false, 1000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sweep, thresholds_and_capacity, true, 1000)->Unit(benchmark::kMillisecond);

}  // namespace
