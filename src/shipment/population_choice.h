#pragma once

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
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
        : cumulative_(weights.size()), guide_(slots_per_option * weights.size() + 1) {
        double sum = 0;
        std::size_t last = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            sum += weights[i];
            cumulative_[i] = sum;
            last = weights[i] > 0 ? i : last;
        }
        GREENLANE_EXPECT(sum > 0);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            cumulative_[i] =
                i < last ? cumulative_[i] / sum : std::numeric_limits<double>::infinity();
        }
        std::uint32_t index = 0;
        for (std::size_t slot = 0; slot < guide_.size(); ++slot) {
            const double u = static_cast<double>(slot) / static_cast<double>(guide_.size() - 1);
            while (cumulative_[index] <= u) {
                ++index;
            }
            guide_[slot] = index;
        }
    }

    bool empty() const { return cumulative_.empty(); }
    /// u in [0, 1]: the last slot is for a uniform that was rounded to 1.
    std::uint32_t operator()(double u) const {
        std::uint32_t index =
            guide_[static_cast<std::size_t>(u * static_cast<double>(guide_.size() - 1))];
        // Most slots hold one bound at most: one step without a branch, then hardly ever another.
        index += cumulative_[index] <= u ? 1 : 0;
        while (cumulative_[index] <= u) {
            ++index;
        }
        return index;
    }
    double probability(std::size_t index) const {
        return std::min(cumulative_[index], 1.0) -
               (index > 0 ? std::min(cumulative_[index - 1], 1.0) : 0);
    }
    std::size_t size() const { return cumulative_.size(); }

private:
    static constexpr std::size_t slots_per_option = 4;

    std::vector<double> cumulative_;  ///< of all up to this one; infinite from the last one on
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
