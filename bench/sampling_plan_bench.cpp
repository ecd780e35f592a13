// Question: how many consignments a second does one thread inspect under a sampling plan?

#include "greenlane/evaluation/sampling_simulation.h"

#include <benchmark/benchmark.h>

namespace {

using namespace greenlane;

constexpr std::int64_t consignments = 1'000'000;

void inspect(benchmark::State& state, const profile::SamplingPlan& plan) {
    const evaluation::PathwaySampling sampling{
        plan, 0.08, evaluation::search_boxes({0.1, 0.2}, 6, 10, 0.9), false};
    std::uint64_t run = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            evaluation::simulate(sampling, random::make_key(20261122, run++), consignments));
    }
    state.SetItemsProcessed(state.iterations() * consignments);
}

BENCHMARK_CAPTURE(inspect, csp_1, {{1, 0.1}, 10, 0, 0});
BENCHMARK_CAPTURE(inspect, csp_2, {{1, 0.1}, 10, 5, 0});
BENCHMARK_CAPTURE(inspect, skip_lot, {{1, 0.5, 0.25}, 10, 0, 3});

}  // namespace
