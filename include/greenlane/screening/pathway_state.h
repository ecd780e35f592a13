#pragma once

#include "greenlane/profile/sampling_plan.h"

#include <cstdint>

namespace greenlane::screening {

/// Where a pathway stands under its plan: at which level, and what the last inspections found.
struct PathwayState {
    std::uint32_t level = 0;
    std::uint32_t compliant = 0;  ///< inspections in a row, at this level
    std::uint32_t lost = 0;       ///< the level that reinstatement would lead to; 0: none
    std::uint32_t alert = 0;      ///< CSP-2: inspections in which a second find counts

    double share(const profile::SamplingPlan& plan) const { return plan.levels[level]; }

    /// What one more inspection found.
    void learn(const profile::SamplingPlan& plan, bool violation) {
        if (violation) {
            find(plan);
            return;
        }
        ++compliant;
        alert -= alert > 0;
        if (lost > 0 && compliant == plan.reinstatement) {
            *this = {.level = lost};
        } else if (compliant >= plan.clearance && level + 1 < plan.levels.size()) {
            *this = {.level = level + 1};
        }
    }

    friend bool operator==(const PathwayState&, const PathwayState&) = default;

private:
    void find(const profile::SamplingPlan& plan) {
        if (level > 0 && alert == 0 && plan.spacing > 0) {
            compliant = 0;
            alert = plan.spacing;
        } else {
            *this = {.level = 0, .compliant = 0, .lost = plan.reinstatement > 0 ? level : 0};
        }
    }
};

}  // namespace greenlane::screening
