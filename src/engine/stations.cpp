#include "engine/stations.h"

namespace greenlane::engine {

Stations::Stations(const clearance::CompiledProcess& process, const kpi::Window& window,
                   Instant begin, std::span<kpi::StationTally> tallies)
    : process_(&process), window_(window), desks_(process.stations.size()) {
    for (std::size_t i = 0; i < desks_.size(); ++i) {
        const clearance::Station& station = process.stations[i];
        desks_[i].tally = &tallies[i];
        if (station.kind == clearance::StationKind::delay) {
            continue;
        }
        if (station.discipline == clearance::Discipline::priority) {
            desks_[i].by_class.emplace(process, station, window, begin, tallies[i]);
        } else if (station.roster) {
            desks_[i].rostered.emplace(process.rosters[*station.roster], begin, window);
        } else {
            desks_[i].fifo.emplace(station.servers);
        }
    }
}

void Stations::close() {
    for (std::size_t i = 0; i < desks_.size(); ++i) {
        Desk& desk = desks_[i];
        desk.tally->rostered +=
            process_->rostered_time(process_->stations[i], window_.begin, window_.end);
        if (desk.rostered) {
            desk.tally->busy += desk.rostered->busy();
            desk.tally->overtime += desk.rostered->overtime(window_.end);
        }
        if (desk.by_class) {
            desk.by_class->close();
        }
    }
}

}  // namespace greenlane::engine
