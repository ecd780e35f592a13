#include "engine/server_pool.h"

namespace greenlane::engine {

RosteredServers::RosteredServers(const clearance::Roster& roster, Instant start,
                                 const kpi::Window& window)
    : cursor_(roster, start),
      suspends_(roster.at_shift_end() == clearance::ShiftEnd::suspend),
      last_start_(start),
      window_(window),
      ends_(static_cast<std::size_t>(roster.most_servers()), Instant{0}) {}

Service RosteredServers::serve(Instant arrival, Duration work) {
    // Beginnings are in order of arrival, so the next one is not before the last.
    const Instant start = begin(std::max(arrival, last_start_));
    if (start == never) {
        note_end(never);
        return {never, never};
    }
    last_start_ = start;
    Instant end = start + work;
    if (suspends_) {
        end = end_with_suspensions(start, work);
    } else {
        busy_ += window_.overlap(start, end);
    }
    note_end(end);
    return {start, end};
}

/// Work goes on wherever a server is there, from shift to shift.
Instant RosteredServers::end_with_suspensions(Instant from, Duration left) {
    clearance::RosterCursor ahead = cursor_;
    for (;;) {
        const Instant change = ahead.next_change();
        from = std::max(from, available(ahead.servers()));
        if (from < change) {
            const Duration done = std::min(left, change - from);
            busy_ += window_.overlap(from, from + done);
            left -= done;
            if (left == 0) {
                return from + done;
            }
        }
        if (change == never) {
            return never;
        }
        from = change;
        ahead.advance_to(change);
    }
}

/// The first instant from `from` on at which a server is there.
Instant RosteredServers::begin(Instant from) {
    for (;;) {
        advance(from);
        const Instant start = std::max(from, available(cursor_.servers()));
        const Instant change = cursor_.next_change();
        if (start < change) {
            return start;
        }
        if (change == never) {
            return never;
        }
        from = change;
    }
}

void RosteredServers::note_end(Instant end) {
    const std::size_t last = ends_.size() - 1;
    for (std::size_t i = 0; i < last; ++i) {
        ends_[i] = std::min(ends_[i + 1], std::max(ends_[i], end));
    }
    ends_[last] = std::max(ends_[last], end);
}

void RosteredServers::advance(Instant instant) {
    while (cursor_.next_change() <= instant) {
        const Instant change = cursor_.next_change();
        cursor_.advance_to(change);
        if (!suspends_) {
            count_overtime(cursor_.servers(), change, cursor_.next_change());
        }
    }
}

/// Services still running at a change to `servers` on duty: all but `servers` of them, the latest
/// to end, work beyond the roster until they end or the roster changes again.
void RosteredServers::count_overtime(std::int32_t servers, Instant from, Instant until) {
    const std::size_t on_duty = static_cast<std::size_t>(servers);
    // Services may be known that run beyond the end of observation.
    until = std::min(until, window_.end);
    for (std::size_t i = 0; i + on_duty < ends_.size() && from < until; ++i) {
        if (ends_[i] > from && ends_[i] != never) {
            overtime_ += std::min(ends_[i], until) - from;
        }
    }
}

Duration RosteredServers::overtime(Instant until) {
    advance(until);
    return overtime_;
}

}  // namespace greenlane::engine
