#pragma once

#include "greenlane/core/lane.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/screening/decisions.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::screening {

/// Where a declaration stood in line for the places of a limited lane.
struct Place {
    Lane lane{};
    std::int64_t places = 0;  ///< of the lane in an epoch
    /// From 1: in order of lodgement, or at a batch hour by rank (mandatory selections and the
    /// lottery, then by points, ties by shipment). With so many places it would have got one, and
    /// with fewer not.
    std::int64_t position = 0;
    Lane overflow{};     ///< where it is sent otherwise
    bool taken = false;  ///< it got a place
};

/// The lines in which a row stood, one after the other; none for a lane without limit. `epoch`: the
/// decisions of its epoch in order, final; those behind the row count only at a batch hour.
std::vector<Place> places_of(const profile::CompiledProfile& profile,
                             std::span<const Decisions> epoch, std::size_t block, std::size_t row);

}  // namespace greenlane::screening
