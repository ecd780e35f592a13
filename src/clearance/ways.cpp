#include "clearance/ways.h"

#include <algorithm>
#include <iterator>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>

namespace greenlane::clearance {

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

Graph graph_of(const Ways& ways) {
    return Graph(ways.edges.begin(), ways.edges.end(), ways.places);
}

}  // namespace

std::vector<bool> reachable_from(const Ways& ways, std::size_t origin) {
    const Graph graph = graph_of(ways);
    std::vector<boost::default_color_type> colours(ways.places);
    const auto colour =
        boost::make_iterator_property_map(colours.begin(), get(boost::vertex_index, graph));
    boost::breadth_first_search(graph, origin, boost::color_map(colour));
    std::vector<bool> reached(ways.places);
    std::transform(colours.begin(), colours.end(), reached.begin(),
                   [](auto mark) { return mark != boost::white_color; });
    return reached;
}

Components components(const Ways& ways) {
    const Graph graph = graph_of(ways);
    Components out;
    out.of.resize(ways.places);
    const std::size_t count = boost::strong_components(
        graph, boost::make_iterator_property_map(out.of.begin(), get(boost::vertex_index, graph)));
    out.has_loop.resize(count);
    out.has_way_out.resize(count);
    for (const auto& [from, to] : ways.edges) {
        (out.of[from] == out.of[to] ? out.has_loop : out.has_way_out)[out.of[from]] = true;
    }
    return out;
}

std::vector<std::size_t> topological_order(const Ways& ways) {
    const Graph graph = graph_of(ways);
    std::vector<std::size_t> order;
    boost::topological_sort(graph, std::back_inserter(order));
    std::reverse(order.begin(), order.end());
    return order;
}

}  // namespace greenlane::clearance
