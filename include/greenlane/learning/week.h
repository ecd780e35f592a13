#pragma once

#include "greenlane/core/units.h"
#include "greenlane/shipment/declarations.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace greenlane::learning {

/// Seven decision epochs of declarations, as customs sees them.
struct Week {
    Instant begin = 0;
    Instant end = 0;  ///< the next week's begin
    std::uint64_t first_shipment = 0;
    std::size_t rows = 0;
    std::vector<shipment::Declarations> blocks;  ///< of one epoch each, shipments continuing
};

}  // namespace greenlane::learning
