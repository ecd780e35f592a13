// What does a variate of each law cost in a block, its draw included? What does building a law
// cost?

#include "greenlane/random/draw.h"
#include "greenlane/random/law.h"

#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

using namespace greenlane::random;

void sample(benchmark::State& state, const Law& law) {
    constexpr std::size_t block = 1024;
    const Key key = make_key(1, 0);
    std::vector<std::uint64_t> words(block);
    std::vector<double> values(block);
    std::uint64_t shipment = 0;
    for (auto _ : state) {
        draw_range(key, shipment, {Purpose::service}, words, {});
        uniforms(words, values);
        law.quantiles(values, values);
        shipment += block;
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(block));
}
BENCHMARK_CAPTURE(sample, deterministic, Law::deterministic(1));
BENCHMARK_CAPTURE(sample, uniform, Law::uniform(1, 2));
BENCHMARK_CAPTURE(sample, triangular, Law::triangular(1, 2, 5));
BENCHMARK_CAPTURE(sample, exponential, Law::exponential(4));
BENCHMARK_CAPTURE(sample, geometric, Law::geometric(4));
BENCHMARK_CAPTURE(sample, lognormal, Law::lognormal(8, 4));
BENCHMARK_CAPTURE(sample, weibull, Law::weibull(8, 1.5));
BENCHMARK_CAPTURE(sample, gamma, Law::gamma(60, 2));
BENCHMARK_CAPTURE(sample, empirical,
                  Law::empirical({1, 2, 3, 5, 8, 13, 21, 34}, {5, 9, 14, 20, 21, 16, 10, 5}));
BENCHMARK_CAPTURE(sample, mixture,
                  Law::mixture({{0.9, Law::lognormal(8, 4)}, {0.1, Law::gamma(60, 2)}}));

void build_gamma(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(Law::gamma(60, static_cast<double>(state.range(0))));
    }
}
BENCHMARK(build_gamma)
    ->ArgName("shape")
    ->Arg(2)
    ->Arg(100)
    ->Arg(1000000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
