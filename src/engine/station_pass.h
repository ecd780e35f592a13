#pragma once

#include "engine/event_list.h"
#include "engine/in_process.h"
#include "engine/stations.h"

#include <span>
#include <vector>

namespace greenlane::engine {

/// Moves planned shipments through a process that feeds forward: a pass per station, along the
/// ways, over all who come to it within a stretch of time. The same times to the millisecond as
/// EventRun.
class StationPass {
public:
    /// Expects a process that feeds forward.
    StationPass(const clearance::CompiledProcess& process, const kpi::Window& window, Instant begin,
                kpi::Tally& tally, std::span<kpi::StationTally> stations);

    /// `watch` outlives the run.
    void follow(const Watch& watch) { in_process_.follow(watch); }
    /// Takes in the next block's shipments and runs on to the last lodgement among them.
    void admit(const Plan& plan);
    /// Runs on to `time`, up to which nobody is lodged any more, and tells what was found; findings
    /// that lie ahead may be among them. From the first call on, findings are written down.
    std::vector<screening::Finding> find_out_before(Instant time);
    /// Runs on to the end of the window and closes the accounts.
    void close();

    const Counts& counts() const { return in_process_.counts(); }
    std::span<const RuleYield> yields() const { return in_process_.yields(); }

private:
    using Slot = InProcess::Slot;

    /// Who comes to a station: in order up to `sorted`, then as they were sent. A short line is
    /// merged at every turn of the stations; what is too long for that waits in an event list.
    struct Inbox {
        std::vector<Event> coming;
        std::size_t sorted = 0;
        EventList later;
    };

    void send(Slot slot, Instant now);
    void run_before(Instant time);
    std::size_t sort_before(Inbox& inbox, Instant time);
    void drop_first(Inbox& inbox, std::size_t due);
    void serve_in_order(std::size_t station, std::span<const Event> coming);
    void serve_by_class(PriorityServers& servers, std::span<const Event> coming, Instant time);

    Instant end_;
    InProcess in_process_;
    Stations stations_;
    std::vector<std::size_t> order_;
    std::vector<Inbox> inboxes_;  ///< by station
    std::vector<PriorityServers::Begun> begun_;
};

}  // namespace greenlane::engine
