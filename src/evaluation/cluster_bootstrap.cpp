#include "greenlane/evaluation/cluster_bootstrap.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/draw.h"

#include <algorithm>

namespace greenlane::evaluation {

namespace {

/// The rows of one cluster within one tie; cells of a tie stand together.
struct Cell {
    std::uint32_t tie;
    std::uint32_t cluster;
    std::uint32_t rows;
    std::uint32_t violations;
    Money revenue;
};

/// Clusters numbered from 0 in the order of their first rows.
std::vector<std::uint32_t> numbered(std::span<const std::uint32_t> importer, std::size_t& count) {
    constexpr std::uint32_t unseen = UINT32_MAX;
    std::vector<std::uint32_t> number;
    std::vector<std::uint32_t> clusters(importer.size());
    count = 0;
    for (std::size_t row = 0; row < importer.size(); ++row) {
        const std::uint32_t code = importer[row];
        if (code == 0) {
            clusters[row] = static_cast<std::uint32_t>(count++);
            continue;
        }
        if (code >= number.size()) {
            number.resize(code + 1, unseen);
        }
        if (number[code] == unseen) {
            number[code] = static_cast<std::uint32_t>(count++);
        }
        clusters[row] = number[code];
    }
    return clusters;
}

struct Place {
    double score;
    std::uint32_t cluster;
    std::uint32_t row;
};

/// Rows by falling score, gathered by cluster within a tie.
std::vector<Cell> cells_of(const Ranked& rows, std::span<const std::uint32_t> cluster,
                           std::vector<Tie>& ties) {
    std::vector<Place> order(rows.score.size());
    for (std::size_t row = 0; row < order.size(); ++row) {
        order[row] = {rows.score[row], cluster[row], static_cast<std::uint32_t>(row)};
    }
    std::sort(order.begin(), order.end(), [](const Place& a, const Place& b) {
        return a.score != b.score ? a.score > b.score : a.cluster < b.cluster;
    });
    std::vector<Cell> cells;
    for (const Place& place : order) {
        const bool new_tie = ties.empty() || ties.back().score != place.score;
        if (new_tie) {
            ties.push_back({place.score, 0, 0, 0});
        }
        if (new_tie || cells.back().cluster != place.cluster) {
            cells.push_back({static_cast<std::uint32_t>(ties.size() - 1), place.cluster, 0, 0, 0});
        }
        Cell& cell = cells.back();
        ++cell.rows;
        cell.violations += rows.violation[place.row];
        cell.revenue += rows.revenue.empty() ? 0 : rows.revenue[place.row];
    }
    return cells;
}

/// How often each of the clusters is drawn in a resample.
void draw_weights(random::Key key, std::uint32_t resample, std::span<std::uint32_t> weights) {
    constexpr std::size_t batch = 1024;
    std::uint64_t words[2][batch];
    std::fill(weights.begin(), weights.end(), 0u);
    const auto count = [&](std::uint64_t word) {
        const auto scaled = kpi::UInt128{word} * weights.size();
        ++weights[static_cast<std::size_t>(scaled >> 64)];
    };
    for (std::size_t done = 0; done < weights.size();) {
        const std::size_t pairs = std::min(batch, (weights.size() - done + 1) / 2);
        random::draw_range(key, done / 2, {random::Purpose::resample, 0, resample},
                           std::span(words[0], pairs), std::span(words[1], pairs));
        for (std::size_t i = 0; i < pairs; ++i) {
            count(words[0][i]);
            if (++done < weights.size()) {
                count(words[1][i]);
                ++done;
            }
        }
    }
}

void weigh(std::span<const Cell> cells, std::span<const std::uint32_t> weights,
           std::span<Tie> ties) {
    for (Tie& tie : ties) {
        tie.rows = 0;
        tie.violations = 0;
        tie.revenue = 0;
    }
    for (const Cell& cell : cells) {
        const std::uint64_t weight = weights[cell.cluster];
        Tie& tie = ties[cell.tie];
        tie.rows += weight * cell.rows;
        tie.violations += weight * cell.violations;
        tie.revenue += kpi::Int128{cell.revenue} * weight;
    }
}

}  // namespace

ClusterBootstrap cluster_bootstrap(const Ranked& rows, std::span<const std::uint32_t> importer,
                                   std::uint64_t seed, std::size_t figures,
                                   const Statistics& statistics) {
    GREENLANE_EXPECT(importer.size() == rows.score.size());
    ClusterBootstrap result;
    result.intervals.resize(figures);
    const std::vector<std::uint32_t> cluster = numbered(importer, result.clusters);
    if (result.clusters < ClusterBootstrap::fewest) {
        return result;
    }
    std::vector<Tie> ties;
    const std::vector<Cell> cells = cells_of(rows, cluster, ties);
    std::vector<std::vector<double>> values(figures);
    std::vector<std::uint32_t> weights(result.clusters);
    std::vector<std::optional<double>> measured(figures);
    const random::Key key = random::make_key(seed, 0);
    for (std::uint32_t resample = 0; resample < ClusterBootstrap::resamples; ++resample) {
        draw_weights(key, resample, weights);
        weigh(cells, weights, ties);
        std::fill(measured.begin(), measured.end(), std::nullopt);
        statistics(ties, measured);
        for (std::size_t figure = 0; figure < figures; ++figure) {
            if (measured[figure]) {
                values[figure].push_back(*measured[figure]);
            }
        }
    }
    for (std::size_t figure = 0; figure < figures; ++figure) {
        if (2 * values[figure].size() > ClusterBootstrap::resamples) {
            result.intervals[figure] = kpi::percentile_interval(values[figure]);
        }
    }
    return result;
}

}  // namespace greenlane::evaluation
