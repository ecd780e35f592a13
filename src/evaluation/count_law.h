#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace greenlane::evaluation {

/// A law on the whole numbers low, low + 1, ...
struct CountLaw {
    std::uint64_t low = 0;
    std::vector<double> probabilities;
};

/// The law on low ... high with the given ratios P(j + 1) / P(j), from `start`, a likely number,
/// outwards: no term but the unlikely ones underflows, and each is right to a few units in the last
/// place a step.
template <typename Ratio>
CountLaw law_by_ratios(std::uint64_t low, std::uint64_t high, std::uint64_t start, Ratio ratio) {
    CountLaw law{low, std::vector<double>(high - low + 1)};
    std::vector<double>& p = law.probabilities;
    start = std::clamp(start, low, high);
    p[start - low] = 1;
    for (std::uint64_t j = start; j < high; ++j) {
        p[j + 1 - low] = p[j - low] * ratio(j);
    }
    for (std::uint64_t j = start; j > low; --j) {
        p[j - 1 - low] = p[j - low] / ratio(j - 1);
    }
    double sum = 0;
    for (const double weight : p) {
        sum += weight;
    }
    for (double& weight : p) {
        weight /= sum;
    }
    return law;
}

/// Probability of no find among so many infested units: sum_j P(j) (1 - sensitivity)^j.
double missed(const CountLaw& infested, double sensitivity);

}  // namespace greenlane::evaluation
