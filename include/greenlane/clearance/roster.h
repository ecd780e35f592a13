#pragma once

#include "greenlane/core/units.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace greenlane::clearance {

/// What happens to work in hand when servers leave.
enum class ShiftEnd : std::uint8_t {
    finish,   ///< its server finishes it, takes nothing new and leaves then
    suspend,  ///< it is put back and goes on where it stopped when a server is there again
};

/// Servers on duty at a weekday, from `begin` to `end` after local midnight; `end` is past 24 h
/// where the shift ends on the next day. No shift is longer than a day.
struct Shift {
    std::int32_t weekday;  ///< 0 = Monday ... 6 = Sunday, of the begin
    Duration begin;
    Duration end;
    std::int32_t servers;
    friend bool operator==(const Shift&, const Shift&) = default;
};

/// How many servers are on duty when: shifts that come back every week, but for those that would
/// start on a closed day. Shifts that overlap add up. Immutable.
class Roster {
public:
    /// `closed`: local days since 1970. Expects 0 <= begin < 24 h, begin < end <= begin + 24 h and
    /// servers > 0.
    Roster(std::string name, std::vector<Shift> shifts, std::vector<std::int64_t> closed,
           ShiftEnd at_shift_end, Duration utc_offset);

    const std::string& name() const { return name_; }
    ShiftEnd at_shift_end() const { return at_shift_end_; }
    /// Servers in force from this instant on (a shift holds its begin and not its end).
    std::int32_t servers_at(Instant instant) const;
    /// The first instant after this one from which another number of servers is in force; `never`
    /// where that does not happen.
    Instant next_change(Instant instant) const;
    /// The integral of the servers in force over [begin, end), in server-milliseconds; exact.
    std::int64_t rostered_time(Instant begin, Instant end) const;
    /// The most servers that are ever on duty together.
    std::int32_t most_servers() const;

private:
    /// From `offset` within the week (local time) until the next step.
    struct Step {
        Duration offset;
        std::int32_t servers;
        std::int64_t rostered;  ///< from the start of the week to `offset`
    };

    const Step& step_at(Duration offset) const;
    bool is_closed(std::int64_t local_day) const;
    std::int32_t absent_at(Instant local) const;
    std::int64_t weekly_until(Instant local) const;
    std::int64_t absent_between(Instant local_begin, Instant local_end) const;

    std::string name_;
    std::vector<Shift> shifts_;
    std::vector<std::int64_t> closed_;  // sorted, distinct
    std::vector<Step> steps_;  // one at every begin and end of a shift, the first at offset 0
    std::int64_t rostered_per_week_ = 0;
    ShiftEnd at_shift_end_;
    Duration utc_offset_;
};

/// A walk through a roster, forward in time: each change costs one look-up, all else a comparison.
class RosterCursor {
public:
    /// `roster` outlives the cursor.
    RosterCursor(const Roster& roster, Instant start);

    std::int32_t servers() const { return servers_; }
    /// When servers() next changes; `never` where it does not.
    Instant next_change() const { return next_change_; }
    /// Expects an instant not before the last one.
    void advance_to(Instant instant) {
        while (instant >= next_change_) {
            step();
        }
    }

private:
    void step();

    const Roster* roster_;
    Instant next_change_;
    std::int32_t servers_;
};

}  // namespace greenlane::clearance
