#include "clearance/process_graph.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/stage.h"
#include "greenlane/profile/field.h"

#include "clearance/checks.h"

#include <algorithm>
#include <iterator>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>

namespace greenlane::clearance {

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Vertex = std::size_t;

constexpr Vertex start = 0;

/// Which vertices a walk along the edges can come to.
std::vector<bool> reachable_from(const Graph& graph, Vertex origin) {
    std::vector<boost::default_color_type> colours(num_vertices(graph));
    const auto colour =
        boost::make_iterator_property_map(colours.begin(), get(boost::vertex_index, graph));
    boost::breadth_first_search(graph, origin, boost::color_map(colour));
    std::vector<bool> reached;
    for (const auto mark : colours) {
        reached.push_back(mark != boost::white_color);
    }
    return reached;
}

/// Strongly connected components, and which of them hold a loop and have a way out.
struct Components {
    explicit Components(const Graph& graph) : of(num_vertices(graph)) {
        const auto component =
            boost::make_iterator_property_map(of.begin(), get(boost::vertex_index, graph));
        const std::size_t count = boost::strong_components(graph, component);
        has_loop.resize(count);
        has_way_out.resize(count);
        for (auto [edge, end] = edges(graph); edge != end; ++edge) {
            const std::size_t from = of[source(*edge, graph)];
            (from == of[target(*edge, graph)] ? has_loop : has_way_out)[from] = true;
        }
    }

    std::vector<std::size_t> of;  ///< by vertex
    std::vector<bool> has_loop;
    std::vector<bool> has_way_out;
};

/// Whether it holds for a shipment always or never: what it asks for does not change on the way.
bool is_constant(const profile::Conditions& conditions, std::size_t condition) {
    if (condition == no_condition) {
        return true;
    }
    const auto& steps = conditions.programs[condition].instructions;
    return std::all_of(steps.begin(), steps.end(), [&](const auto& instruction) {
        return instruction.step != profile::Program::Step::atom ||
               profile::info(conditions.atoms[instruction.atom].field).level !=
                   profile::Level::control;
    });
}

/// Lodgement, stations and exits, and an edge wherever a shipment may go from one to the other.
class ProcessGraph {
public:
    ProcessGraph(const Line& the_line, const Wiring& the_wiring,
                 const profile::Conditions& conditions)
        : line(the_line), wiring(the_wiring), written(size()), possible(size()), fixed(size()) {
        add_edges(start, wiring.entry, conditions);
        for (std::size_t i = 0; i < line.stations.size(); ++i) {
            add_edges(vertex(Target::station(i)), wiring.stations[i], conditions);
        }
    }

    std::size_t size() const { return 1 + line.stations.size() + exit_count; }

    Vertex vertex(Target target) const {
        return target.is_exit() ? 1 + line.stations.size() + static_cast<std::size_t>(target.exit())
                                : 1 + target.station();
    }

    bool is_station(Vertex vertex) const {
        return vertex != start && vertex <= line.stations.size();
    }

    const Line& line;
    const Wiring& wiring;
    Graph written;   ///< every way that is written, of share 0 too
    Graph possible;  ///< the ways that somebody takes
    /// The ways that a shipment takes again whenever it comes back: neither chance nor a finding
    /// decides.
    Graph fixed;

private:
    void add_edges(Vertex from, const Junction& junction, const profile::Conditions& conditions) {
        const bool passable = junction.condition != no_condition || junction.share < 1;
        bool is_fixed = junction.share == 1 && is_constant(conditions, junction.condition);
        const Vertex next = vertex(junction.fork.next);
        if (passable && is_fixed) {
            add_edge(from, next, fixed);
        }
        for (const Route& route : junction.fork.routes) {
            const Vertex to = vertex(route.target);
            add_edge(from, to, written);
            if (route.share > 0 && junction.share > 0) {
                add_edge(from, to, possible);
                is_fixed = is_fixed && route.share == 1 && is_constant(conditions, route.condition);
                if (is_fixed) {
                    add_edge(from, to, fixed);
                }
            }
        }
        if (passable || junction.fork.leaves_rest()) {
            add_edge(from, next, written);
            add_edge(from, next, possible);
        }
        if (is_fixed && junction.fork.leaves_rest()) {
            add_edge(from, next, fixed);
        }
    }
};

/// The loops of one kind of ways.
class Loops {
public:
    Loops(const ProcessGraph& graph, const Graph& ways) : graph_(graph), components_(ways) {}

    bool has_loop(std::size_t component) const { return components_.has_loop[component]; }
    bool has_way_out(std::size_t component) const { return components_.has_way_out[component]; }
    std::size_t count() const { return components_.has_loop.size(); }
    std::size_t of(Target target) const { return components_.of[graph_.vertex(target)]; }

    /// "'documents', 'physical'", in the order of the line.
    std::string names(std::size_t component) const {
        std::string names;
        for (std::size_t i = 0; i < graph_.line.stations.size(); ++i) {
            if (of(Target::station(i)) == component) {
                names += (names.empty() ? "" : ", ") + quoted(graph_.line.stations[i]->name.value);
            }
        }
        return names;
    }

    /// The first route that leads back inside: the line only leads on, so each loop has one.
    const SourcePosition& place(std::size_t component) const {
        const SourcePosition* place = nullptr;
        for (std::size_t i = 0; i < graph_.line.stations.size() && !place; ++i) {
            const Junction& junction = graph_.wiring.stations[i];
            for (std::size_t r = 0; r < junction.fork.routes.size() && !place; ++r) {
                const Target target = junction.fork.routes[r].target;
                if (!target.is_exit() && target.station() <= i && of(target) == component &&
                    of(Target::station(i)) == component) {
                    place = &junction.definitions[r]->to.position;
                }
            }
        }
        GREENLANE_EXPECT(place != nullptr);
        return *place;
    }

private:
    const ProcessGraph& graph_;
    Components components_;
};

void check_reachable(const ProcessGraph& graph, const std::vector<bool>& reached,
                     Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < graph.line.stations.size(); ++i) {
        if (!reached[graph.vertex(Target::station(i))]) {
            const auto& [name, position] = graph.line.stations[i]->name;
            diagnostics.error(position, "no shipment comes to the station " + quoted(name),
                              "lead a route to it, or leave it a rest of those before it");
        }
    }
}

void check_release(const ProcessGraph& graph, Diagnostics& diagnostics) {
    const Loops loops(graph, graph.possible);
    bool trapped = false;
    for (std::size_t component = 0; component < loops.count(); ++component) {
        if (loops.has_loop(component) && !loops.has_way_out(component)) {
            diagnostics.error(loops.place(component),
                              "a rework loop without an exit: " + loops.names(component),
                              "leave a rest for the way on, or lead a route out of it");
            trapped = true;
        }
    }
    const bool released =
        reachable_from(graph.possible, start)[graph.vertex(Target::exit(Exit::released))];
    if (!trapped && !released) {
        diagnostics.error(graph.line.stations.empty()
                              ? graph.wiring.entry.definitions.front()->to.position
                              : graph.line.stations.back()->name.position,
                          "the process has no way to release",
                          "lead a route to \"released\", or leave a rest at the last station");
    }
}

void warn_of_endless_rework(const ProcessGraph& graph, Diagnostics& diagnostics) {
    const Loops loops(graph, graph.fixed);
    for (std::size_t component = 0; component < loops.count(); ++component) {
        if (loops.has_loop(component)) {
            diagnostics.warning(loops.place(component),
                                "shipments may never leave the loop " + loops.names(component) +
                                    " (what its conditions ask for does not change on the way)",
                                "let a share decide, or what a control found");
        }
    }
}

void warn_of_stage_order(const ProcessGraph& graph, Diagnostics& diagnostics) {
    const Loops loops(graph, graph.possible);
    for (std::size_t i = 0; i < graph.line.stations.size(); ++i) {
        const Junction& junction = graph.wiring.stations[i];
        for (std::size_t r = 0; r < junction.fork.routes.size(); ++r) {
            const Target target = junction.fork.routes[r].target;
            if (target.is_exit() || loops.of(target) == loops.of(Target::station(i))) {
                continue;
            }
            const std::string& from = graph.line.stations[i]->stage.value;
            const std::string& to = graph.line.stations[target.station()]->stage.value;
            if (parse_stage(to) < parse_stage(from)) {
                diagnostics.warning(junction.definitions[r]->to.position,
                                    "the route leads from stage " + quoted(from) + " back to " +
                                        quoted(to) + ", and from there never forth again");
            }
        }
    }
}

}  // namespace

void check_ways(const Line& line, const Wiring& wiring, const profile::Conditions& conditions,
                Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    const ProcessGraph graph(line, wiring, conditions);
    check_reachable(graph, reachable_from(graph.written, start), diagnostics);
    check_release(graph, diagnostics);
    if (diagnostics.error_count() == errors_before) {
        warn_of_endless_rework(graph, diagnostics);
        warn_of_stage_order(graph, diagnostics);
    }
}

std::optional<std::vector<std::size_t>> topological_order(const Line& line, const Wiring& wiring,
                                                          const profile::Conditions& conditions) {
    const ProcessGraph graph(line, wiring, conditions);
    const Components components(graph.possible);
    if (std::count(components.has_loop.begin(), components.has_loop.end(), true) > 0) {
        return std::nullopt;
    }
    std::vector<Vertex> backwards;
    boost::topological_sort(graph.possible, std::back_inserter(backwards));
    std::vector<std::size_t> order;
    for (auto vertex = backwards.rbegin(); vertex != backwards.rend(); ++vertex) {
        if (graph.is_station(*vertex)) {
            order.push_back(*vertex - 1);
        }
    }
    return order;
}

}  // namespace greenlane::clearance
