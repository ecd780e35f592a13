#pragma once

#include "greenlane/evaluation/consignment_search.h"
#include "greenlane/profile/sampling_plan.h"
#include "greenlane/random/draw.h"

#include <cstdint>

namespace greenlane::evaluation {

/// The consignments of one pathway under a sampling plan, and how those selected are searched.
struct PathwaySampling {
    profile::SamplingPlan plan;
    double infested = 0;        ///< share of the consignments, in [0, 1]
    ConsignmentSearch search;   ///< of an infested one
    bool to_completion = true;  ///< all items of the sample are opened; else a find ends the search
};

struct SamplingCounts {
    std::int64_t consignments = 0;
    std::int64_t infested = 0;
    std::int64_t inspected = 0;
    std::int64_t found = 0;
    std::int64_t items_opened = 0;
    friend bool operator==(const SamplingCounts&, const SamplingCounts&) = default;
};

/// Inspects the consignments 0, 1, ... in order, each finding known before the next one comes. A
/// function of (sampling, key): what a consignment holds and how its search ends are draws of their
/// own, so plans are compared on the same consignments.
SamplingCounts simulate(const PathwaySampling& sampling, random::Key key,
                        std::int64_t consignments);

}  // namespace greenlane::evaluation
