#pragma once

#include "engine/event_list.h"
#include "engine/in_process.h"
#include "engine/stations.h"

#include <span>
#include <vector>

namespace greenlane::engine {

/// Moves planned shipments through the process by the future event list. It serves every process:
/// loops, priority classes and all.
///
/// Simultaneous events: completions come first, then changes of roster, then arrivals at stations;
/// among equals the shipment lodged first.
class EventRun {
public:
    EventRun(const clearance::CompiledProcess& process, const kpi::Window& window, Instant begin,
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

    void run_before(Instant time, std::uint64_t shipment);
    PriorityServers* next_to_change(Instant time);
    void happen(Event event);
    void come(Slot slot, Instant now);
    void come_again(Slot slot, Instant time);
    void schedule(const std::vector<PriorityServers::Begun>& begun);

    Instant end_;
    InProcess in_process_;
    Stations stations_;
    EventList events_;
    std::vector<std::size_t> rostered_;  ///< with classes, whose servers change by roster
    std::vector<PriorityServers::Begun> begun_;
    bool next_is_spent_ = false;  ///< the first event of the list is done with; replace it
};

}  // namespace greenlane::engine
