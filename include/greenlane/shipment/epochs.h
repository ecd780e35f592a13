#pragma once

#include "greenlane/core/units.h"

#include <cstdint>

namespace greenlane::shipment {

/// Where decision epochs begin: every local day at `starts_at`.
struct Epochs {
    Duration utc_offset = 0;  ///< local time minus UTC
    Duration starts_at = 0;   ///< after local midnight
    std::int64_t of(Instant instant) const {
        const Instant local = instant + utc_offset - starts_at;
        return local >= 0 ? local / day : -((-local + day - 1) / day);
    }
    Instant begin(std::int64_t epoch) const { return epoch * day + starts_at - utc_offset; }
};

}  // namespace greenlane::shipment
