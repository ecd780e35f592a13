#include "clearance/process_graph.h"

#include "greenlane/profile/field.h"

#include <algorithm>

namespace greenlane::clearance {

namespace {

/// Whether some shipments pass a station by.
bool passable(const Junction& junction) {
    return junction.condition != no_condition || junction.share < 1;
}

}  // namespace

ProcessGraph::ProcessGraph(const Line& line, const Wiring& wiring,
                           const profile::Conditions& conditions)
    : line_(line), wiring_(wiring), conditions_(conditions) {
    const std::size_t places = 1 + line.stations.size() + exit_count;
    written_.places = possible_.places = fixed_.places = places;
    add_ways(start, wiring.entry);
    for (std::size_t i = 0; i < line.stations.size(); ++i) {
        add_ways(1 + i, wiring.stations[i]);
    }

    const Components rework = components(possible_);
    std::vector<bool> looks(rework.has_loop.size());
    for (std::size_t i = 0; i < line.stations.size(); ++i) {
        if (line.stations[i]->control) {
            looks[rework.of[1 + i]] = true;
        }
    }
    for (std::size_t i = 0; i < line.stations.size(); ++i) {
        add_fixed_ways(1 + i, wiring.stations[i], looks[rework.of[1 + i]]);
    }
}

std::size_t ProcessGraph::place(Target target) const {
    return target.is_exit() ? 1 + line_.stations.size() + static_cast<std::size_t>(target.exit())
                            : 1 + target.station();
}

void ProcessGraph::add_ways(std::size_t from, const Junction& junction) {
    for (const Route& route : junction.fork.routes) {
        written_.edges.emplace_back(from, place(route.target));
        if (route.share > 0 && junction.share > 0) {
            possible_.edges.emplace_back(from, place(route.target));
        }
    }
    if (passable(junction) || junction.fork.leaves_rest()) {
        written_.edges.emplace_back(from, place(junction.fork.next));
        possible_.edges.emplace_back(from, place(junction.fork.next));
    }
}

/// `looks`: a control looks again on the way round.
void ProcessGraph::add_fixed_ways(std::size_t from, const Junction& junction, bool looks) {
    if (junction.share < 1 || !is_constant(junction.condition, looks)) {
        return;
    }
    bool is_fixed = true;
    for (const Route& route : junction.fork.routes) {
        is_fixed = is_fixed && route.share == 1 && is_constant(route.condition, looks);
        if (is_fixed) {
            fixed_.edges.emplace_back(from, place(route.target));
        }
    }
    if (passable(junction) || (is_fixed && junction.fork.leaves_rest())) {
        fixed_.edges.emplace_back(from, place(junction.fork.next));
    }
}

/// Whether it holds for a shipment whenever it comes back, or never: only what controls establish
/// can change, and only where one looks again.
bool ProcessGraph::is_constant(std::size_t condition, bool looks) const {
    if (condition == no_condition || !looks) {
        return true;
    }
    const auto& steps = conditions_.programs[condition].instructions;
    return std::none_of(steps.begin(), steps.end(), [this](const auto& instruction) {
        return instruction.step == profile::Program::Step::atom &&
               profile::info(conditions_.atoms[instruction.atom].field).level ==
                   profile::Level::control;
    });
}

std::optional<std::vector<std::size_t>> ProcessGraph::topological_order() const {
    const Components loops = components(possible_);
    if (std::count(loops.has_loop.begin(), loops.has_loop.end(), true) > 0) {
        return std::nullopt;
    }
    std::vector<std::size_t> order;
    for (const std::size_t place : clearance::topological_order(possible_)) {
        if (place != start && place <= line_.stations.size()) {
            order.push_back(place - 1);
        }
    }
    return order;
}

}  // namespace greenlane::clearance
