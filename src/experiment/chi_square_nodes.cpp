#include "experiment/chi_square_nodes.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cmath>

namespace greenlane::experiment {

std::vector<ChiSquareNode> chi_square_nodes(double degrees) {
    GREENLANE_EXPECT(degrees >= 1);
    constexpr double negligible = -37;  // log of the density, relative to its peak
    const double peak = std::log(degrees);
    const double step = std::min(0.15, std::sqrt(2 / degrees) / 3);
    // The density of log x, relative to its peak, where x is the number of degrees.
    const auto log_density = [&](double t) {
        return degrees / 2 * (t - peak) - (std::exp(t) - degrees) / 2;
    };
    std::vector<ChiSquareNode> nodes;
    double sum = 0;
    const auto add = [&](double t) {
        const double log_weight = log_density(t);
        if (log_weight < negligible) {
            return false;
        }
        nodes.push_back({std::exp(t), std::exp(log_weight)});
        sum += nodes.back().weight;
        return true;
    };
    for (int i = 0; add(peak + i * step); ++i) {
    }
    for (int i = -1; add(peak + i * step); --i) {
    }
    for (ChiSquareNode& node : nodes) {
        node.weight /= sum;
    }
    return nodes;
}

}  // namespace greenlane::experiment
