#include "greenlane/screening/relational_risk.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace greenlane::screening {

namespace {

constexpr std::array<GroupKey, trader_count> trader_keys = {
    GroupKey{KeyField::importer}, GroupKey{KeyField::declarant}, GroupKey{KeyField::seller}};

std::optional<std::size_t> find_key(const GroupTable& groups, GroupKey key) {
    const auto found = std::find(groups.keys().begin(), groups.keys().end(), key);
    return found == groups.keys().end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - groups.keys().begin()));
}

/// The network in compressed rows: links_[start_[v] .. start_[v + 1]) are the partners of v.
class Network {
public:
    explicit Network(const RiskHistory& history);

    std::size_t traders() const { return start_.size() - 1; }
    /// The first vertex of a kind of trader; of the kind after the last, traders().
    std::size_t first(std::size_t kind) const { return first_[kind]; }
    /// Hits and inspections by trader, as of now.
    void restart_weights(const RiskHistory& history, std::vector<double>& hits,
                         std::vector<double>& inspected) const;
    /// One step of the walk: what stands at u goes to its partners by weight. Traders without
    /// partners keep what they have.
    void step(const std::vector<double>& from, std::vector<double>& to) const;

private:
    struct Link {
        std::uint32_t partner;
        double share;  ///< of the partner's weight that comes here
    };
    struct Edge {
        std::uint32_t one;
        std::uint32_t other;
        double weight;
    };
    std::vector<Edge> edges(const RiskHistory& history) const;
    void compress(const std::vector<Edge>& edges);

    std::array<std::size_t, trader_count + 1> first_{};  ///< by kind: its first vertex
    std::vector<std::size_t> start_;
    std::vector<Link> links_;
};

Network::Network(const RiskHistory& history) {
    const GroupTable& groups = history.groups();
    for (std::size_t kind = 0; kind < trader_count; ++kind) {
        const std::optional<std::size_t> key = find_key(groups, trader_keys[kind]);
        first_[kind + 1] = first_[kind] + (key ? groups.size(*key) : 0);
    }
    compress(edges(history));
}

std::vector<Network::Edge> Network::edges(const RiskHistory& history) const {
    const GroupTable& groups = history.groups();
    std::vector<Edge> edges;
    for (const std::size_t kind : {1u, 2u}) {
        GroupKey pair;
        pair.fields = static_cast<std::uint16_t>(trader_keys[0].fields | trader_keys[kind].fields);
        const std::optional<std::size_t> key = find_key(groups, pair);
        if (!key || first_[1] == first_[0] || first_[kind + 1] == first_[kind]) {
            continue;
        }
        const std::size_t importer = groups.index(trader_keys[0]);
        const std::size_t partner = groups.index(trader_keys[kind]);
        for (Group group = 0; group < groups.size(*key); ++group) {
            const double declared = history.past(*key, group).declared;
            if (declared > 0) {
                const std::size_t other = first_[kind] + groups.coarser(*key, group, partner);
                edges.push_back({groups.coarser(*key, group, importer),
                                 static_cast<std::uint32_t>(other), declared});
            }
        }
    }
    return edges;
}

void Network::compress(const std::vector<Edge>& edges) {
    std::vector<double> weight(first_.back(), 0.0);
    start_.assign(first_.back() + 1, 0);
    for (const Edge& edge : edges) {
        for (const std::uint32_t end : {edge.one, edge.other}) {
            weight[end] += edge.weight;
            ++start_[end + 1];
        }
    }
    std::partial_sum(start_.begin(), start_.end(), start_.begin());
    links_.resize(start_.back());
    std::vector<std::size_t> next(start_.begin(), start_.end() - 1);
    for (const Edge& edge : edges) {
        links_[next[edge.one]++] = {edge.other, edge.weight / weight[edge.other]};
        links_[next[edge.other]++] = {edge.one, edge.weight / weight[edge.one]};
    }
}

void Network::restart_weights(const RiskHistory& history, std::vector<double>& hits,
                              std::vector<double>& inspected) const {
    hits.assign(traders(), 0.0);
    inspected.assign(traders(), 0.0);
    for (std::size_t kind = 0; kind < trader_count; ++kind) {
        if (first_[kind + 1] == first_[kind]) {
            continue;
        }
        const std::size_t key = history.groups().index(trader_keys[kind]);
        for (std::size_t v = first_[kind]; v < first_[kind + 1]; ++v) {
            const GroupPast& past = history.past(key, static_cast<Group>(v - first_[kind]));
            hits[v] = past.hits * history.scale();
            inspected[v] = past.inspected * history.scale();
        }
    }
}

void Network::step(const std::vector<double>& from, std::vector<double>& to) const {
    for (std::size_t v = 0; v < traders(); ++v) {
        double sum = start_[v] == start_[v + 1] ? from[v] : 0.0;
        for (std::size_t link = start_[v]; link < start_[v + 1]; ++link) {
            sum += from[links_[link].partner] * links_[link].share;
        }
        to[v] = sum;
    }
}

/// x K of the header's formula.
std::vector<double> walk(const Network& network, std::vector<double> at, double restart) {
    constexpr double negligible = 1e-4;
    std::vector<double> visited(at.size(), 0.0);
    std::vector<double> next(at.size());
    for (double left = 1; left >= negligible; left *= 1 - restart) {
        for (std::size_t v = 0; v < at.size(); ++v) {
            visited[v] += restart * left * at[v];
        }
        network.step(at, next);
        at.swap(next);
    }
    return visited;
}

}  // namespace

RelationalRisk relational_risk(const RiskHistory& history, double restart) {
    GREENLANE_EXPECT(restart > 0 && restart <= 1);
    const Network network(history);
    std::vector<double> hits;
    std::vector<double> inspected;
    network.restart_weights(history, hits, inspected);
    hits = walk(network, std::move(hits), restart);
    inspected = walk(network, std::move(inspected), restart);

    RelationalRisk made;
    const double base = history.base_rate();
    made.base = static_cast<float>(base);
    for (std::size_t kind = 0; kind < trader_count; ++kind) {
        for (std::size_t v = network.first(kind); v < network.first(kind + 1); ++v) {
            made.rate[kind].push_back(static_cast<float>((hits[v] + base) / (inspected[v] + 1)));
        }
    }
    return made;
}

}  // namespace greenlane::screening
