// How fast is the future event list? The hold model: take the next event, schedule one more, with
// so many pending; beside it a std::priority_queue of the same events in the same order.

#include "greenlane/random/draw.h"
#include "greenlane/random/law.h"

#include "engine/event_list.h"

#include <queue>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

using namespace greenlane;
using engine::Event;
using engine::EventList;

struct Later {
    bool operator()(const Event& a, const Event& b) const { return a.key() > b.key(); }
};

/// A priority queue with the event list's interface; it has no way to replace the next event.
class QueuedEvents {
public:
    void push(const Event& event) { queue_.push(event); }
    const Event& next() const { return queue_.top(); }
    void replace_next(const Event& event) {
        queue_.pop();
        queue_.push(event);
    }

private:
    std::priority_queue<Event, std::vector<Event>, Later> queue_;
};

/// Times between an event and the one it schedules, in ms: drawn once, used over and over.
std::vector<Duration> increments(const random::Law& law) {
    constexpr std::size_t count = 1 << 16;
    std::vector<std::uint64_t> words(count);
    std::vector<double> values(count);
    random::draw_range(random::make_key(1, 0), 0, {random::Purpose::service}, words, {});
    random::uniforms(words, values);
    law.quantiles(values, values);
    return {values.begin(), values.end()};
}

template <typename List>
void hold(benchmark::State& state, const random::Law& law) {
    const std::vector<Duration> steps = increments(law);
    const auto pending = static_cast<std::uint64_t>(state.range(0));
    const auto step = [&](std::uint64_t event) { return steps[event % steps.size()]; };
    std::uint64_t shipment = 0;
    List list;
    const auto schedule = [&](Instant now) {
        const Instant time = now + step(shipment);
        return Event::of(time, engine::EventKind::arrival, shipment++, 0);
    };
    while (shipment < pending) {
        list.push(schedule(0));
    }
    // Until the pending events are spread as they stay: twice round.
    while (shipment < 3 * pending) {
        list.replace_next(schedule(list.next().time));
    }
    for (auto _ : state) {
        list.replace_next(schedule(list.next().time));
    }
    benchmark::DoNotOptimize(list.next().time);
    state.SetItemsProcessed(state.iterations());
}

// A mean of 100 minutes; bimodal: nine in ten have a tenth of it, the others ten times as much.
const random::Law exponential = random::Law::exponential(6e6);
const random::Law bimodal = random::Law::mixture(
    {{0.9, random::Law::exponential(6e5)}, {0.1, random::Law::exponential(6e7)}});

void pending(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgName("pending")->RangeMultiplier(10)->Range(100, 1'000'000);
}
void event_list(benchmark::State& state, const random::Law& law) {
    hold<EventList>(state, law);
}
void priority_queue(benchmark::State& state, const random::Law& law) {
    hold<QueuedEvents>(state, law);
}
BENCHMARK_CAPTURE(event_list, exponential, exponential)->Apply(pending);
BENCHMARK_CAPTURE(priority_queue, exponential, exponential)->Apply(pending);
BENCHMARK_CAPTURE(event_list, bimodal, bimodal)->Apply(pending);
BENCHMARK_CAPTURE(priority_queue, bimodal, bimodal)->Apply(pending);

}  // namespace
