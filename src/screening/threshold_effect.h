#pragma once

#include "greenlane/core/lane.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/screening/decisions.h"

#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::screening {

/// What reaching a threshold makes of a row that was screened without any: its lane and traits
/// before capacity, as the Screener would have given them with thresholds.
class ThresholdEffect {
public:
    explicit ThresholdEffect(const profile::CompiledProfile& profile);

    /// Rewrites a row's decision. `reached` is the lane of the strictest threshold that its points
    /// reach, yellow or red; the decision is one without thresholds and capacity.
    void apply(Lane reached, Decisions& decisions, std::size_t row) const;

private:
    std::vector<std::uint64_t> environmental_;  ///< rules of that risk that give points above 0
    std::vector<std::uint64_t> mandatory_;      ///< mandatory rules that do
};

}  // namespace greenlane::screening
