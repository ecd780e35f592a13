#pragma once

#include "greenlane/core/control.h"
#include "greenlane/core/units.h"
#include "greenlane/core/violation.h"
#include "greenlane/shipment/vocabulary.h"

#include <array>
#include <cstdint>
#include <vector>

namespace greenlane::shipment {

/// What only the simulator knows, one row an item of the Declarations beside it. Screening never
/// sees it: no header of that layer includes this one. A column that the input does not tell is
/// empty, and what needs it is undefined.
struct GroundTruth {
    std::vector<Violation> violation;
    std::vector<Money> evaded;       ///< duty evaded
    std::vector<std::int32_t> harm;  ///< harm index in thousandths
    std::vector<Code> true_hs;       ///< the code it should have been declared under
    /// How well each control can see the violation, in percent: detection happens with
    /// sensitivity * visibility. Empty: 100.
    std::array<std::vector<std::uint8_t>, control_count> visibility;

    bool known() const { return !violation.empty(); }
    void clear();
};

}  // namespace greenlane::shipment
