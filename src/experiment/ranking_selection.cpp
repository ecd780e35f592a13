#include "greenlane/experiment/ranking_selection.h"

#include "greenlane/core/contract.h"

#include "experiment/chi_square_nodes.h"
#include "experiment/root.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace greenlane::experiment {

namespace {

/// The probability that Rinott's procedure with constant h selects the best.
double probability_of_selection(double h, std::span<const ChiSquareNode> nodes, double degrees,
                                double others) {
    double selected = 0;
    for (const ChiSquareNode& best : nodes) {
        double one_beaten = 0;
        for (const ChiSquareNode& other : nodes) {
            const double z = h / std::sqrt(degrees * (1 / other.x + 1 / best.x));
            one_beaten += other.weight * std::erfc(-z * std::sqrt(0.5)) / 2;
        }
        selected += best.weight * std::pow(one_beaten, others);
    }
    return selected;
}

double variance_of_difference(std::span<const double> first, std::span<const double> second) {
    const double origin = first.front() - second.front();
    const auto n = static_cast<double>(first.size());
    double sum = 0;
    double squares = 0;
    for (std::size_t r = 0; r < first.size(); ++r) {
        const double deviation = first[r] - second[r] - origin;
        sum += deviation;
        squares += deviation * deviation;
    }
    return std::max(0.0, squares - sum * sum / n) / (n - 1);
}

}  // namespace

double rinott_h(std::size_t systems, std::size_t first_stage, double probability) {
    GREENLANE_EXPECT(systems >= 2 && first_stage >= 2);
    GREENLANE_EXPECT(probability * static_cast<double>(systems) > 1 && probability < 1);
    const auto degrees = static_cast<double>(first_stage - 1);
    const std::vector<ChiSquareNode> nodes = chi_square_nodes(degrees);
    return rising_root(
        [&](double h) {
            return probability_of_selection(h, nodes, degrees, static_cast<double>(systems - 1));
        },
        0, probability);
}

std::uint64_t rinott_replications(double h, double sd, double indifference,
                                  std::size_t first_stage) {
    GREENLANE_EXPECT(indifference > 0);
    const double scaled = h * sd / indifference;
    return std::max<std::uint64_t>(first_stage,
                                   static_cast<std::uint64_t>(std::ceil(scaled * scaled)));
}

KimNelsonConstants kim_nelson_constants(std::size_t systems, std::size_t first_stage,
                                        kpi::Pairing pairing, double confidence) {
    GREENLANE_EXPECT(systems >= 2 && first_stage >= 2);
    GREENLANE_EXPECT(confidence > 0.5 && confidence < 1);
    const auto others = static_cast<double>(systems - 1);
    const auto degrees = static_cast<double>(first_stage - 1);
    const double each = pairing == kpi::Pairing::paired
                            ? (1 - confidence) / others
                            : -std::expm1(std::log(confidence) / others);
    const double eta = std::expm1(-2 / degrees * std::log(2 * each)) / 2;
    return {eta, 2 * eta * degrees};
}

KimNelson::KimNelson(std::span<const std::vector<double>> first_stage, const SelectionGoal& goal)
    : goal_(goal), replications_(0), remaining_(first_stage.size()) {
    GREENLANE_EXPECT(goal.better != kpi::Better::neither && goal.indifference > 0);
    GREENLANE_EXPECT(first_stage.size() >= 2);
    const std::size_t k = first_stage.size();
    replications_ = first_stage.front().size();
    h2_ = kim_nelson_constants(k, replications_, goal.pairing, goal.confidence).h2;
    std::iota(remaining_.begin(), remaining_.end(), 0);
    variances_.resize(k * k);
    const double sign = goal.better == kpi::Better::higher ? 1 : -1;
    for (std::size_t system = 0; system < k; ++system) {
        const std::vector<double>& values = first_stage[system];
        GREENLANE_EXPECT(values.size() == replications_);
        sums_.push_back(sign * std::accumulate(values.begin(), values.end(), 0.0));
        for (std::size_t other = 0; other < system; ++other) {
            const double variance = variance_of_difference(values, first_stage[other]);
            variances_[system * k + other] = variances_[other * k + system] = variance;
        }
    }
    screen();
}

void KimNelson::add(std::span<const double> values) {
    GREENLANE_EXPECT(values.size() == sums_.size());
    const double sign = goal_.better == kpi::Better::higher ? 1 : -1;
    for (const std::size_t system : remaining_) {
        sums_[system] += sign * values[system];
    }
    ++replications_;
    screen();
}

bool KimNelson::beaten(std::size_t system, std::size_t other) const {
    const double variance = variances_[system * sums_.size() + other];
    const double margin = std::max(0.0, (h2_ * variance / goal_.indifference -
                                         static_cast<double>(replications_) * goal_.indifference) /
                                            2);
    const double lead = sums_[other] - sums_[system];
    return lead > margin || (lead == 0 && margin == 0 && other < system);
}

void KimNelson::screen() {
    const std::vector<std::size_t> before = remaining_;
    std::erase_if(remaining_, [&](std::size_t system) {
        return std::any_of(before.begin(), before.end(), [&](std::size_t other) {
            return other != system && beaten(system, other);
        });
    });
}

}  // namespace greenlane::experiment
