#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/core/lane.h"
#include "greenlane/core/units.h"
#include "greenlane/core/violation.h"
#include "greenlane/profile/condition.h"
#include "greenlane/profile/sampling_plan.h"
#include "greenlane/profile/watch_list.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::profile {

/// A plan and the pathways that it is followed on, each by itself.
struct Sampling {
    SamplingPlan plan;
    std::string pathway;  ///< of pathway_fields, joined by '*': "hs6*origin"
};

/// A selectivity rule, checked and flat.
struct CompiledRule {
    std::string code;
    std::uint32_t key = 0;             ///< random::name_key(code)
    std::size_t condition = 0;         ///< index into Conditions::programs
    std::optional<Lane> lane;          ///< none: the rule only adds points
    double rate = 1;                   ///< share of the matching shipments that it selects
    std::optional<Sampling> sampling;  ///< instead of the rate
    std::int32_t points = 0;
    bool nii = false;        ///< what it selects goes through the scanner
    bool mandatory = false;  ///< never displaced by capacity
    Risk risk = Risk::revenue;
    std::size_t agreement = no_agreement;  ///< index into Lists::watch_lists
    std::int64_t valid_from;               ///< local days since 1970, both ends included
    std::int64_t valid_to;
    std::string reason;

    static constexpr std::size_t no_agreement = static_cast<std::size_t>(-1);
};

/// How many shipments a lane takes in an epoch.
struct Capacity {
    std::int64_t per_day = 0;
    Lane overflow = Lane::green;  ///< less strict than the lane itself
};

/// A risk profile, immutable. Conditions are in the units of the columns, for one currency.
struct CompiledProfile {
    std::string name;
    bool recorded = false;  ///< lanes are those of the records; nothing else counts
    double random_rate = 0;
    Lane random_lane = Lane::red;
    std::optional<std::int32_t> yellow_from;  ///< points
    std::optional<std::int32_t> red_from;
    std::optional<Capacity> capacity[lane_count];
    /// Local time of day at which limited lanes are filled by rank; none: at lodgement. Decision
    /// epochs begin then.
    std::optional<Duration> decide_at;
    /// What a certain violation gets by the score model; nobody gets any where it is 0.
    std::int32_t model_points = 0;
    std::vector<CompiledRule> rules;  ///< in the order of the file, sampling plans last
    Conditions conditions;
    std::shared_ptr<const Lists> lists;
};

}  // namespace greenlane::profile
