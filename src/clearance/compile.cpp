#include "greenlane/clearance/compile.h"

#include "clearance/line.h"
#include "clearance/process_graph.h"
#include "clearance/roster_compiler.h"
#include "clearance/station_compiler.h"
#include "clearance/way_checker.h"
#include "clearance/wiring.h"

#include <utility>

namespace greenlane::clearance {

std::optional<CompiledProcess> compile(const ProcessDefinition& definition,
                                       const profile::Lists& lists, int currency_minor_digits,
                                       Duration utc_offset, Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    profile::ConditionCompiler conditions(lists, currency_minor_digits);
    std::vector<Roster> rosters = compile_rosters(definition.rosters, utc_offset, diagnostics);
    const Line line = make_line(definition.stations, diagnostics);
    std::vector<Station> stations;
    for (const StationDefinition* station : line.stations) {
        if (auto compiled =
                compile_station(*station, definition.rosters, conditions, diagnostics)) {
            stations.push_back(std::move(*compiled));
        }
    }
    const Wiring wiring = wire(line, definition.routes, conditions, diagnostics);
    if (line.sound && wiring.sound) {
        check_ways({line, wiring, conditions.conditions()}, diagnostics);
    }
    if (diagnostics.error_count() != errors_before) {
        return std::nullopt;
    }

    for (std::size_t i = 0; i < stations.size(); ++i) {
        stations[i].condition = wiring.stations[i].condition;
        stations[i].share = wiring.stations[i].share;
        stations[i].after = wiring.stations[i].fork;
    }
    auto order = ProcessGraph(line, wiring, conditions.conditions()).topological_order();
    return CompiledProcess{
        .stations = std::move(stations),
        .rosters = std::move(rosters),
        .entry = wiring.entry.fork,
        .conditions = conditions.conditions(),
        .feed_forward = order.has_value(),
        .topological_order = order ? std::move(*order) : std::vector<std::size_t>{},
    };
}

}  // namespace greenlane::clearance
