#pragma once

#include "greenlane/clearance/compiled.h"
#include "greenlane/kpi/station_tally.h"

#include "engine/priority_servers.h"
#include "engine/server_pool.h"

#include <optional>
#include <span>
#include <vector>

namespace greenlane::engine {

/// The stations of a process at work. Whoever comes to one without priority classes is told its
/// times at once; the others are served by class. Keeps the stations' accounts.
class Stations {
public:
    /// `process` and `tallies` (one a station) outlive it. `begin` is when the run begins.
    Stations(const clearance::CompiledProcess& process, const kpi::Window& window, Instant begin,
             std::span<kpi::StationTally> tallies);

    /// nullptr where a station has no classes.
    PriorityServers* by_class(std::size_t station) {
        auto& servers = desks_[station].by_class;
        return servers ? &*servers : nullptr;
    }
    /// At a station without classes. Expects the arrivals at each station in order.
    Service serve(std::size_t station, Instant arrival, Duration work) {
        Desk& desk = desks_[station];
        Service service{arrival, arrival + work};
        if (desk.fifo) {
            service = desk.fifo->serve(arrival, work);
            desk.tally->serve(window_, service.start, service.end);
        } else if (desk.rostered) {
            service = desk.rostered->serve(arrival, work);
        }
        desk.tally->visit(window_, arrival, service.start, work);
        return service;
    }
    /// Observation ends: completes the accounts.
    void close();

private:
    struct Desk {
        std::optional<FifoServers> fifo;
        std::optional<RosteredServers> rostered;
        std::optional<PriorityServers> by_class;
        kpi::StationTally* tally = nullptr;
    };

    const clearance::CompiledProcess* process_;
    kpi::Window window_;
    std::vector<Desk> desks_;
};

}  // namespace greenlane::engine
