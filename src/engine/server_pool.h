#pragma once

#include "greenlane/clearance/roster.h"
#include "greenlane/core/units.h"
#include "greenlane/kpi/station_tally.h"

#include <algorithm>
#include <vector>

namespace greenlane::engine {

/// When a service runs.
struct Service {
    Instant start;
    Instant end;
};

/// c servers, first come first served. Nothing needs to be queued: who comes n-th is fixed by who
/// came before, so the times follow at once from the c latest ends.
class FifoServers {
public:
    explicit FifoServers(std::int32_t servers)
        : ends_(static_cast<std::size_t>(servers), Instant{0}) {}

    /// Expects arrivals in order. No branch depends on the times.
    Service serve(Instant arrival, Duration work) {
        const Instant start = std::max(arrival, ends_[0]);
        const Instant end = start + work;
        const std::size_t last = ends_.size() - 1;
        for (std::size_t i = 0; i < last; ++i) {
            ends_[i] = std::min(ends_[i + 1], std::max(ends_[i], end));
        }
        ends_[last] = std::max(ends_[last], end);
        return {start, end};
    }

private:
    std::vector<Instant> ends_;  ///< ascending: when each server is free
};

/// Servers by roster, first come first served.
///
/// The n-th comer is served while fewer of those before it are still there than servers on duty.
/// Those before it leave at known times, of which only as many of the latest count as servers are
/// ever on duty: with c servers on duty the n-th comer has one from the c-th latest end on. At a
/// shift's end work in hand is finished (and nothing new begun) or suspended: then it goes on,
/// ahead of all who came later, when a server is there again.
class RosteredServers {
public:
    RosteredServers(const clearance::Roster& roster, Instant start, const kpi::Window& window);

    /// Expects arrivals in order. An end of `never`: the roster never opens again.
    Service serve(Instant arrival, Duration work);

    /// Server time in use within the window.
    Duration busy() const { return busy_; }
    /// Time worked beyond the roster by services begun before `until`, which no arrival precedes
    /// any more; only where work in hand is finished.
    Duration overtime(Instant until);

private:
    /// From when on a server is there for the next comer, while `servers` are on duty.
    Instant available(std::int32_t servers) const {
        return servers > 0 ? ends_[ends_.size() - static_cast<std::size_t>(servers)] : never;
    }
    Instant begin(Instant from);
    Instant end_with_suspensions(Instant from, Duration left);
    void note_end(Instant end);
    void count_overtime(std::int32_t servers, Instant from, Instant until);
    void advance(Instant instant);

    clearance::RosterCursor cursor_;  ///< at the latest beginning, or later
    bool suspends_;
    Instant last_start_;
    Duration busy_ = 0;
    Duration overtime_ = 0;
    kpi::Window window_;
    std::vector<Instant> ends_;  ///< ascending
};

}  // namespace greenlane::engine
