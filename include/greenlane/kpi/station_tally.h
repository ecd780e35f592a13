#pragma once

#include "greenlane/core/units.h"
#include "greenlane/kpi/histogram.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace greenlane::kpi {

/// The part of a run that is measured: [begin, end).
struct Window {
    Instant begin = 0;
    Instant end = 0;
    Duration utc_offset = 0;  ///< local time minus UTC, for hours of the day
    friend bool operator==(const Window&, const Window&) = default;

    Duration length() const { return end - begin; }
    /// How much of [from, to) lies in the window.
    Duration overlap(Instant from, Instant to) const {
        return std::max<Duration>(0, std::min(to, end) - std::max(from, begin));
    }
};

/// What one station did within the window: exact sums, so merging is exact and order-free.
struct StationTally {
    std::int64_t arrived = 0;  ///< came within the window
    std::int64_t served = 0;   ///< came within it, and service began before its end
    std::int64_t waited = 0;   ///< of those served, had to wait
    Duration wait = 0;         ///< of those served
    Duration work = 0;         ///< of those served, as drawn
    Duration busy = 0;         ///< server time in use within the window
    Duration rostered = 0;     ///< server time on duty within the window
    Duration overtime = 0;     ///< worked beyond the roster, since the run began
    Duration queueing = 0;     ///< integral of the number waiting over the window
    std::array<Duration, 24> queueing_by_hour{};  ///< of that, by hour of the local day
    Histogram waits;                              ///< of those served

    /// One stay: came at `arrival`, service began at `start` and took `service` in all. A start
    /// past the window's end may be given. Server time in use is added by serve().
    void visit(const Window& window, Instant arrival, Instant start, Duration service) {
        if (arrival >= window.begin && arrival < window.end) {
            ++arrived;
            if (start < window.end) {
                ++served;
                waited += start > arrival;
                wait += start - arrival;
                work += service;
                waits.add(start - arrival);
            }
        }
        if (start > arrival) {
            queue(window, arrival, start);
        }
    }
    /// A server is in use from `from` until `to`.
    void serve(const Window& window, Instant from, Instant to) { busy += window.overlap(from, to); }
    void merge(const StationTally& other);

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.arrived, self.served, self.waited, self.wait, self.work, self.busy,
                self.rostered, self.overtime, self.queueing, self.queueing_by_hour, self.waits,
                self.hour_begin_, self.hour_);
    }

private:
    void queue(const Window& window, Instant from, Instant to);

    Instant hour_begin_ = 0;  ///< local; the hour of the last wait, and which of the day it is
    std::size_t hour_ = 0;
};

}  // namespace greenlane::kpi
