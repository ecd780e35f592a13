#pragma once

#include "greenlane/clearance/roster.h"
#include "greenlane/core/units.h"

#include <cstdint>
#include <vector>

namespace greenlane::test {

/// A job of the minute-by-minute reference: times are whole minutes.
struct MinuteJob {
    Instant arrival;
    Duration work;
    std::uint8_t priority = 0;
    Instant start = never;
    Instant end = never;
    Duration left = 0;
    std::uint64_t order = 0;  ///< of its beginning, among all
};

/// What the servers of one station do, looked at every minute: the obvious way, for comparison.
/// Who has begun and is not suspended goes on; free servers take suspended work in the order of its
/// starts, then the highest class, within a class who came first.
struct MinuteClock {
    const clearance::Roster* roster = nullptr;  ///< none: `servers` at all times
    std::int32_t servers = 1;
    bool suspends = false;
    Duration busy = 0;
    Duration overtime = 0;
    Duration queueing = 0;

    void run(std::vector<MinuteJob>& jobs, Instant until);
};

}  // namespace greenlane::test
