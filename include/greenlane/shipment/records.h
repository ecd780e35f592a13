#pragma once

#include "greenlane/core/control.h"
#include "greenlane/core/lane.h"
#include "greenlane/core/stage.h"
#include "greenlane/core/units.h"
#include "greenlane/shipment/declarations.h"

#include <array>
#include <cstdint>
#include <vector>

namespace greenlane::shipment {

/// What a control established; `unknown` where nobody looked, never "compliant".
enum class Outcome : std::uint8_t { unknown, compliant, violation };

/// What was recorded of practice, one row a declaration; absent columns are empty.
/// `no_lane` stands for a lane that the record does not tell.
struct Records {
    static constexpr std::uint8_t no_lane = 255;
    std::vector<std::uint8_t> lane;  ///< a Lane's number, or no_lane
    std::vector<ControlSet> controls;
    std::vector<Outcome> outcome;
    std::vector<Ternary> inspected;         ///< whether anybody looked
    std::vector<std::int64_t> probability;  ///< of having been inspected, in 10^-9; (0, 10^9]
    std::vector<Ternary> random;            ///< the inspection was drawn by lottery
    /// When each stage was completed; `missing` where not recorded.
    std::array<std::vector<Instant>, stage_count> completed;

    bool empty() const { return lane.empty() && controls.empty() && outcome.empty(); }
    void clear();
};

}  // namespace greenlane::shipment
