// How fast are whole replications: the one-station case, the tandem by both engines, the presets?
// Items are shipments; one thread. Scenarios are read once, their replications run one by one.
#include "greenlane/engine/replication.h"
#include "greenlane/io/profile.h"
#include "greenlane/io/scenario.h"

#include <cstdlib>
#include <iostream>

#include <benchmark/benchmark.h>

namespace {

using namespace greenlane;

engine::CompiledScenario compiled(const std::string& name,
                                  const std::vector<std::string>& overrides) {
    Diagnostics diagnostics;
    const auto scenario = io::read_scenario(GREENLANE_SOURCE_DIR "/scenarios/" + name + ".toml",
                                            overrides, diagnostics);
    std::optional<io::ProfileFile> profile;
    engine::ScenarioParts parts;
    parts.scenario = &*scenario;
    if (scenario && scenario->profile) {
        profile = io::read_profile(scenario->profile->value, {}, diagnostics);
        parts.profile = &profile->definition;
        parts.lists = profile->lists;
    }
    auto out = engine::compile(parts, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        std::cerr << to_string(diagnostic) << '\n';
    }
    if (!out) {
        std::exit(2);
    }
    return std::move(*out);
}

void replicate(benchmark::State& state, const char* name, engine::Method method,
               const std::vector<std::string>& overrides) {
    const engine::CompiledScenario scenario = compiled(name, overrides);
    std::int64_t shipments = 0;
    std::int64_t visits = 0;
    std::uint64_t number = 0;
    for (auto _ : state) {
        const engine::Replication replication =
            engine::run_replication(scenario, number++, {}, method);
        shipments += replication.counts.lodged;
        visits += replication.visits;
    }
    state.SetItemsProcessed(shipments);
    state.counters["visits/s"] =
        benchmark::Counter(static_cast<double>(visits), benchmark::Counter::kIsRate);
}

using engine::Method;

// A million customers: 54 an hour for 771 days.
BENCHMARK_CAPTURE(replicate, one_station, "one-desk", Method::automatic, {"scenario.duration=771d"})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replicate, one_station_event_list, "one-desk", Method::event_list,
                  {"scenario.duration=771d"})
    ->Unit(benchmark::kMillisecond);
// A million shipments: 100 an hour for 417 days.
BENCHMARK_CAPTURE(replicate, tandem_station_pass, "tandem", Method::station_pass,
                  {"scenario.duration=417d"})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replicate, tandem_event_list, "tandem", Method::event_list,
                  {"scenario.duration=417d"})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replicate, sea_port, "sea-port", Method::automatic, {})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replicate, sea_port_event_list, "sea-port", Method::event_list, {})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replicate, airport, "airport", Method::automatic, {})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replicate, land_border_post, "land-border-post", Method::automatic, {})
    ->Unit(benchmark::kMillisecond);

}  // namespace
