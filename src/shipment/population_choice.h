#pragma once

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::shipment {

/// One of several by weight: the inverse distribution function, with a table that says where to
/// begin the search. The index is non-decreasing in the uniform.
class Choice {
public:
    Choice() = default;
    /// Weights are not negative; one is positive.
    explicit Choice(std::span<const double> weights)
        : cumulative_(weights.size()), guide_(weights.size()) {
        double sum = 0;
        std::size_t last = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            sum += weights[i];
            cumulative_[i] = sum;
            last = weights[i] > 0 ? i : last;
        }
        GREENLANE_EXPECT(sum > 0);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            cumulative_[i] = i < last ? cumulative_[i] / sum : 1;
        }
        std::uint32_t index = 0;
        for (std::size_t slot = 0; slot < guide_.size(); ++slot) {
            const double u = static_cast<double>(slot) / static_cast<double>(guide_.size());
            while (cumulative_[index] <= u) {
                ++index;
            }
            guide_[slot] = index;
        }
    }

    bool empty() const { return cumulative_.empty(); }
    /// u in [0, 1).
    std::uint32_t operator()(double u) const {
        std::uint32_t index = guide_[static_cast<std::size_t>(u * static_cast<double>(size()))];
        while (cumulative_[index] <= u) {
            ++index;
        }
        return index;
    }
    double probability(std::size_t index) const {
        return cumulative_[index] - (index > 0 ? cumulative_[index - 1] : 0);
    }
    std::size_t size() const { return cumulative_.size(); }

private:
    std::vector<double> cumulative_;
    std::vector<std::uint32_t> guide_;
};

/// A uniform split in two: whether it lies below `share`, and a fresh uniform of what is left.
struct Split {
    bool below;
    double rest;
};
inline Split split(double u, double share) {
    return u < share ? Split{true, u / share} : Split{false, (u - share) / (1 - share)};
}

}  // namespace greenlane::shipment
