#include "greenlane/experiment/multiple_comparisons.h"

#include "greenlane/core/contract.h"

#include "experiment/chi_square_nodes.h"
#include "experiment/root.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace greenlane::experiment {

namespace {

double normal_probability(double z) {
    return std::erfc(-z / std::numbers::sqrt2) / 2;
}

/// P(all m of (Z_i + Z_0) / sqrt 2 <= x), Z independent standard normal: the trapezoidal rule over
/// Z_0, a point per half: the error is of the order e^-79.
double probability_all_below(double x, std::size_t comparisons) {
    constexpr double step = 0.5;
    double sum = 0;
    for (int i = -18; i <= 18; ++i) {
        const double z = i * step;
        sum += std::exp(-z * z / 2) * std::pow(normal_probability(std::numbers::sqrt2 * x + z),
                                               static_cast<double>(comparisons));
    }
    return sum * step * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

/// The values of all systems, a row per replication in which each has one.
std::vector<std::vector<double>> complete_rows(Systems systems) {
    std::vector<std::vector<double>> rows;
    for (std::size_t r = 0; r < systems.front().size(); ++r) {
        std::vector<double> row;
        for (const auto& system : systems) {
            if (system[r]) {
                row.push_back(*system[r]);
            }
        }
        if (row.size() == systems.size()) {
            rows.push_back(row);
        }
    }
    return rows;
}

std::vector<double> column_means(const std::vector<std::vector<double>>& rows) {
    std::vector<double> means(rows.front().size());
    for (std::size_t system = 0; system < means.size(); ++system) {
        const double origin = rows.front()[system];  // equal values have exactly this mean
        double sum = 0;
        for (const auto& row : rows) {
            sum += row[system] - origin;
        }
        means[system] = origin + sum / static_cast<double>(rows.size());
    }
    return means;
}

/// The sum of squared deviations from the systems' means; of paired values, from what replication
/// and system make of them.
double error_squares(const std::vector<std::vector<double>>& rows, std::span<const double> means,
                     kpi::Pairing pairing) {
    double squares = 0;
    for (const auto& row : rows) {
        double shift = 0;
        if (pairing == kpi::Pairing::paired) {
            for (std::size_t system = 0; system < row.size(); ++system) {
                shift += row[system] - means[system];
            }
            shift /= static_cast<double>(row.size());
        }
        for (std::size_t system = 0; system < row.size(); ++system) {
            const double deviation = row[system] - means[system] - shift;
            squares += deviation * deviation;
        }
    }
    return squares;
}

double best_of_others(std::span<const double> means, std::size_t system, kpi::Better better) {
    double best = means[system == 0 ? 1 : 0];
    for (std::size_t other = 0; other < means.size(); ++other) {
        if (other != system) {
            best = better == kpi::Better::lower ? std::min(best, means[other])
                                                : std::max(best, means[other]);
        }
    }
    return best;
}

void expect_alike(Systems systems) {
    GREENLANE_EXPECT(systems.size() >= 2);
    for (const auto& system : systems) {
        GREENLANE_EXPECT(system.size() == systems.front().size());
    }
}

}  // namespace

double dunnett_quantile(std::size_t comparisons, double degrees, double probability) {
    GREENLANE_EXPECT(comparisons >= 1);
    GREENLANE_EXPECT(probability > 0.5 && probability < 1);
    const std::vector<ChiSquareNode> nodes = chi_square_nodes(degrees);
    const auto reached = [&](double d) {
        double sum = 0;
        for (const ChiSquareNode& node : nodes) {
            sum +=
                node.weight * probability_all_below(d * std::sqrt(node.x / degrees), comparisons);
        }
        return sum;
    };
    return rising_root(reached, 0, probability);
}

std::optional<ComparisonWithBest> compare_with_best(Systems systems, kpi::Better better,
                                                    kpi::Pairing pairing, double confidence) {
    GREENLANE_EXPECT(better != kpi::Better::neither);
    expect_alike(systems);
    const std::vector<std::vector<double>> rows = complete_rows(systems);
    if (rows.size() < 2) {
        return std::nullopt;
    }
    const std::vector<double> means = column_means(rows);
    const auto k = static_cast<double>(systems.size());
    const auto n = static_cast<double>(rows.size());
    ComparisonWithBest comparison;
    comparison.degrees = (pairing == kpi::Pairing::paired ? k - 1 : k) * (n - 1);
    comparison.critical = dunnett_quantile(systems.size() - 1, comparison.degrees, confidence);
    const double variance = error_squares(rows, means, pairing) / comparison.degrees;
    comparison.half_width = comparison.critical * std::sqrt(2 * variance / n);
    for (std::size_t system = 0; system < means.size(); ++system) {
        const double distance = means[system] - best_of_others(means, system, better);
        comparison.by_system.push_back({std::min(0.0, distance - comparison.half_width),
                                        std::max(0.0, distance + comparison.half_width)});
    }
    return comparison;
}

double bonferroni_confidence(std::size_t intervals, double confidence) {
    GREENLANE_EXPECT(intervals >= 1);
    return 1 - (1 - confidence) / static_cast<double>(intervals);
}

std::vector<PairOfSystems> compare_all_pairs(Systems systems, kpi::Pairing pairing,
                                             double confidence) {
    GREENLANE_EXPECT(systems.size() >= 2);
    const double each =
        bonferroni_confidence(systems.size() * (systems.size() - 1) / 2, confidence);
    const auto compare =
        pairing == kpi::Pairing::paired ? kpi::compare_paired : kpi::compare_unpaired;
    std::vector<PairOfSystems> pairs;
    for (std::size_t first = 0; first < systems.size(); ++first) {
        for (std::size_t second = first + 1; second < systems.size(); ++second) {
            pairs.push_back({first, second, compare(systems[first], systems[second], each)});
        }
    }
    return pairs;
}

}  // namespace greenlane::experiment
