#include "greenlane/experiment/budget_allocation.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace greenlane::experiment {

namespace {

std::size_t best_of(const Standing& standing) {
    GREENLANE_EXPECT(standing.better != kpi::Better::neither);
    const auto best = standing.better == kpi::Better::lower
                          ? std::min_element(standing.means.begin(), standing.means.end())
                          : std::max_element(standing.means.begin(), standing.means.end());
    return static_cast<std::size_t>(best - standing.means.begin());
}

/// What each system should have of `total` where those with more than that already keep what they
/// have, and the others share the rest.
std::vector<double> targets_of(std::span<const double> shares, std::span<const std::uint64_t> done,
                               double total) {
    std::vector<double> targets(shares.size());
    std::vector<bool> full(shares.size());
    for (bool changed = true; changed;) {
        double left = total;
        double open_shares = 0;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            left -= full[i] ? static_cast<double>(done[i]) : 0;
            open_shares += full[i] ? 0 : shares[i];
        }
        changed = false;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            const auto present = static_cast<double>(done[i]);
            targets[i] = full[i] ? present : left * shares[i] / open_shares;
            if (targets[i] < present) {
                full[i] = true;
                changed = true;
            }
        }
    }
    return targets;
}

}  // namespace

std::vector<double> ocba_shares(const Standing& standing) {
    const auto [means, sds, better] = standing;
    GREENLANE_EXPECT(means.size() >= 2 && sds.size() == means.size());
    const std::size_t best = best_of(standing);
    const bool tied = std::count(means.begin(), means.end(), means[best]) > 1;
    std::vector<double> shares(means.size());
    double squares = 0;
    for (std::size_t i = 0; i < means.size(); ++i) {
        const double distance = tied ? 1 : means[i] - means[best];
        if (i != best && (!tied || means[i] == means[best])) {
            const double spread = sds[i] / distance;
            shares[i] = spread * spread;
            squares += spread * spread / (distance * distance);
        }
    }
    shares[best] = sds[best] * std::sqrt(squares);
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) {
        share = sum > 0 ? share / sum : 1 / static_cast<double>(shares.size());
    }
    return shares;
}

std::vector<std::uint64_t> ocba_allocation(const Standing& standing,
                                           std::span<const std::uint64_t> done,
                                           std::uint64_t budget) {
    return allocation(ocba_shares(standing), done, budget);
}

std::vector<std::uint64_t> allocation(std::span<const double> shares,
                                      std::span<const std::uint64_t> done, std::uint64_t budget) {
    GREENLANE_EXPECT(done.size() == shares.size());
    const std::uint64_t total = std::accumulate(done.begin(), done.end(), budget);
    const std::vector<double> targets = targets_of(shares, done, static_cast<double>(total));
    std::vector<std::uint64_t> further(done.size());
    std::vector<double> remainder(done.size());
    std::uint64_t left = budget;
    for (std::size_t i = 0; i < done.size(); ++i) {
        const double wanted = targets[i] - static_cast<double>(done[i]);
        further[i] = std::min(left, static_cast<std::uint64_t>(wanted));
        remainder[i] = wanted - static_cast<double>(further[i]);
        left -= further[i];
    }
    std::vector<std::size_t> order(done.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return remainder[a] > remainder[b]; });
    for (std::size_t i = 0; left > 0; i = (i + 1) % order.size()) {
        ++further[order[i]];
        --left;
    }
    return further;
}

}  // namespace greenlane::experiment
