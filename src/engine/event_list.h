#pragma once

#include "greenlane/core/units.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace greenlane::engine {

/// What happens to a shipment at an instant. Of one instant, completions come first.
enum class EventKind : std::uint8_t {
    completion,  ///< a server of a priority station becomes free
    arrival,     ///< it comes to its next station, or leaves
};

/// An unsigned 128-bit number.
__extension__ using EventKey = unsigned __int128;

/// Order: time, kind, shipment. A shipment has at most one valid event, so the order is total.
struct Event {
    Instant time;
    std::uint64_t rank;  ///< kind in the highest bit, shipment below it
    std::uint32_t slot;

    static Event of(Instant time, EventKind kind, std::uint64_t shipment, std::uint32_t slot) {
        return {time, static_cast<std::uint64_t>(kind) << 63 | shipment, slot};
    }
    EventKind kind() const { return static_cast<EventKind>(rank >> 63); }

    /// As one 128-bit number: compared without a branch.
    EventKey key() const {
        return static_cast<EventKey>(static_cast<std::uint64_t>(time)) << 64 | rank;
    }
};

/// The future event list: a 4-ary heap. Times are not negative.
class EventList {
public:
    bool empty() const { return heap_.empty(); }
    std::size_t size() const { return heap_.size(); }
    const Event& next() const { return heap_.front(); }

    void push(const Event& event) {
        std::size_t hole = heap_.size();
        heap_.push_back(event);
        while (hole > 0) {
            const std::size_t parent = (hole - 1) / 4;
            if (heap_[parent].key() <= event.key()) {
                break;
            }
            heap_[hole] = heap_[parent];
            hole = parent;
        }
        heap_[hole] = event;
    }

    void pop() {
        const Event last = heap_.back();
        heap_.pop_back();
        if (!heap_.empty()) {
            sink(last);
        }
    }

    /// pop() and push() in one: most events schedule the next one of the same shipment.
    void replace_next(const Event& event) { sink(event); }

private:
    /// Puts an event in the place of the first one.
    void sink(const Event& event) {
        const std::size_t size = heap_.size();
        const EventKey key = event.key();
        std::size_t hole = 0;
        for (;;) {
            const std::size_t child = 4 * hole + 1;
            if (child + 4 > size) {
                sink_last(event, hole, child);
                return;
            }
            const std::size_t a = child + (heap_[child + 1].key() < heap_[child].key() ? 1 : 0);
            const std::size_t b =
                child + 2 + (heap_[child + 3].key() < heap_[child + 2].key() ? 1 : 0);
            const std::size_t least = heap_[b].key() < heap_[a].key() ? b : a;
            if (key <= heap_[least].key()) {
                heap_[hole] = event;
                return;
            }
            heap_[hole] = heap_[least];
            hole = least;
        }
    }
    /// The last family has fewer than four children, or none.
    void sink_last(const Event& event, std::size_t hole, std::size_t child) {
        const std::size_t size = heap_.size();
        if (child < size) {
            std::size_t least = child;
            for (std::size_t i = child + 1; i < size; ++i) {
                least = heap_[i].key() < heap_[least].key() ? i : least;
            }
            if (heap_[least].key() < event.key()) {
                heap_[hole] = heap_[least];
                hole = least;
            }
        }
        heap_[hole] = event;
    }

    std::vector<Event> heap_;
};

}  // namespace greenlane::engine
