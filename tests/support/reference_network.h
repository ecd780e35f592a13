#pragma once

#include "greenlane/clearance/compiled.h"
#include "greenlane/core/units.h"
#include "greenlane/kpi/station_tally.h"

#include "engine/plan.h"

#include <cstdint>
#include <vector>

namespace greenlane::test {

/// One stay of a shipment at a station; `never` where something has not happened.
struct Stay {
    std::size_t station = 0;
    Instant arrival = never;
    Instant start = never;  ///< of its service, for the first time
    Instant end = never;
    friend bool operator==(const Stay&, const Stay&) = default;
};

/// A time in which a server worked on a shipment without a break.
struct Spell {
    std::size_t station;
    Instant from;
    Instant to;
};

/// Moves planned shipments through a process the obvious way, for comparison: at every instant at
/// which anything may happen, all stations and all shipments are looked at. It knows no queue
/// formula, no event list and no tally; what it keeps is the log of all stays.
///
/// Of one instant: first servers become free, then rosters change, then suspended work and the
/// queues are looked at, then shipments come to stations one by one, the one lodged first first.
class ReferenceNetwork {
public:
    /// `process` outlives it.
    explicit ReferenceNetwork(const clearance::CompiledProcess& process) : process_(&process) {}

    /// All shipments of a run; nothing is held for a decision. Observation ends at `until`.
    void run(const engine::Plan& plan, Instant begin, Instant until);

    const std::vector<std::vector<Stay>>& stays() const { return stays_; }  ///< by row
    /// When each row left; `never` for those still in process.
    const std::vector<Instant>& left() const { return left_; }
    /// What a station did within the window, from the log alone.
    kpi::StationTally tally(std::size_t station, const kpi::Window& window) const;

private:
    struct Job {
        std::size_t row;
        std::uint8_t priority;
        Duration left;
        Instant from;         ///< since when it is worked on
        std::uint64_t order;  ///< of its beginning
    };
    struct Desk {
        std::vector<Job> waiting;    ///< in order of arrival
        std::vector<Job> suspended;  ///< in order of their beginnings
        std::vector<Job> working;
    };

    std::int32_t servers_at(std::size_t station, Instant now) const;
    bool suspends(std::size_t station) const;
    Instant next_instant(Instant now) const;
    void complete(std::size_t station, Instant now);
    void suspend(std::size_t station, Instant now);
    void begin_work(std::size_t station, Instant now);
    void come(std::size_t row, Instant now);
    void stop(std::size_t station, const Job& job, Instant now);

    const clearance::CompiledProcess* process_;
    const engine::Plan* plan_ = nullptr;
    Instant until_ = 0;
    std::vector<Desk> desks_;
    std::vector<std::vector<Stay>> stays_;
    std::vector<Instant> free_at_;  ///< by row: when it goes on to its next station
    std::vector<Instant> left_;
    std::vector<Spell> spells_;
    std::vector<Duration> overtime_;  ///< by station
    std::uint64_t begun_ = 0;
};

}  // namespace greenlane::test
