#pragma once

#include "greenlane/clearance/compiled.h"
#include "greenlane/core/units.h"
#include "greenlane/kpi/station_tally.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace greenlane::engine {

/// Servers that take the highest class first, within a class who came first; work begun is not
/// interrupted by a higher class. At a shift's end work in hand is finished or suspended as the
/// roster says: the work begun last is suspended first, and what is suspended goes on before
/// anything new is begun.
class PriorityServers {
public:
    using Slot = std::uint32_t;

    /// A service that begins, or goes on: it is complete at `end` if not suspended before.
    struct Begun {
        Slot slot;
        Instant start;  ///< of the service, not of its continuation
        Instant end;
    };

    PriorityServers(const clearance::CompiledProcess& process, const clearance::Station& station,
                    const kpi::Window& window, Instant begin, kpi::StationTally& tally);

    /// Expects calls in order of time. What begins by it is appended to `begun`.
    void arrive(Instant now, Slot slot, std::uint8_t priority, Duration work,
                std::vector<Begun>& begun);
    /// Whether the slot's service ends now: an end that was set before a suspension does not count.
    bool completes(Instant now, Slot slot) const;
    void complete(Instant now, Slot slot, std::vector<Begun>& begun);
    /// The service that ends next, if no change of servers comes before; an end of `never` where
    /// nobody is served.
    Begun next_end() const;
    /// When another number of servers is in force next; `never` where it stays.
    Instant next_change() const { return cursor_ ? cursor_->next_change() : never; }
    void change(std::vector<Begun>& begun);
    /// Observation ends: accounts for those still waiting or in service.
    void close();

private:
    struct Job {
        Slot slot;
        Instant arrival;
        Instant start;            ///< of the service; `never` before
        Instant from;             ///< since when it is worked on
        Duration left;            ///< work to do at `from`
        std::uint64_t order = 0;  ///< of the first beginning, among all
    };

    void begin_next(Instant now, std::vector<Begun>& begun);
    void work_on(Job job, Instant now, std::vector<Begun>& begun);
    void stop(const Job& job, Instant now);
    void account(Instant now);

    kpi::Window window_;
    kpi::StationTally* tally_;
    std::optional<clearance::RosterCursor> cursor_;
    bool suspends_ = false;
    std::int32_t servers_;
    Instant accounted_;                     ///< overtime before it is accounted for
    std::uint64_t begun_ = 0;               ///< services begun so far
    std::vector<Job> in_service_;           ///< in the order of their beginnings
    std::deque<Job> suspended_;             ///< likewise
    std::vector<std::deque<Job>> waiting_;  ///< by class
};

}  // namespace greenlane::engine
