// What does a draw cost, one by one and in blocks?

#include "greenlane/random/draw.h"

#include <cstdint>
#include <numeric>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

using namespace greenlane::random;

constexpr std::size_t block = 1024;
constexpr Stream stream{Purpose::service, name_key("documents"), 0};

void count_draws(benchmark::State& state, std::size_t draws) {
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(draws));
}

void one_by_one(benchmark::State& state) {
    const Key key = make_key(1, 0);
    std::uint64_t shipment = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(draw(key, shipment++, stream));
    }
    count_draws(state, 1);
}
BENCHMARK(one_by_one);

void range(benchmark::State& state) {
    const Key key = make_key(1, 0);
    std::vector<std::uint64_t> first(block);
    std::vector<std::uint64_t> second(state.range(0) == 2 ? block : 0);
    std::uint64_t shipment = 0;
    for (auto _ : state) {
        draw_range(key, shipment, stream, first, second);
        shipment += block;
        benchmark::ClobberMemory();
    }
    count_draws(state, block);
}
BENCHMARK(range)->ArgName("words")->Arg(1)->Arg(2);

void list(benchmark::State& state) {
    const Key key = make_key(1, 0);
    const auto size = static_cast<std::size_t>(state.range(0));
    std::vector<std::uint64_t> shipments(size);
    std::iota(shipments.begin(), shipments.end(), 0);
    const std::vector<std::uint32_t> visits(size, 1);
    std::vector<std::uint64_t> first(size);
    for (auto _ : state) {
        draw_list(key, shipments, visits, stream, first, {});
        benchmark::ClobberMemory();
    }
    count_draws(state, size);
}
BENCHMARK(list)->ArgName("size")->Arg(1)->Arg(5)->Arg(block);

void to_uniforms(benchmark::State& state) {
    std::vector<std::uint64_t> words(block);
    std::vector<double> values(block);
    draw_range(make_key(1, 0), 0, stream, words, {});
    for (auto _ : state) {
        uniforms(words, values);
        benchmark::ClobberMemory();
    }
    count_draws(state, block);
}
BENCHMARK(to_uniforms);

}  // namespace
