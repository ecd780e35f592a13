#include "greenlane/screening/place.h"

#include "greenlane/screening/reason_codes.h"

#include <algorithm>

namespace greenlane::screening {

using profile::Capacity;
using profile::CompiledProfile;

namespace {

/// The limited lanes that a row stood in line for.
std::vector<Lane> lines(const CompiledProfile& profile, const Decisions& decisions,
                        std::size_t row) {
    std::vector<Lane> lines;
    Lane lane = lane_before_capacity(profile, decisions, row);
    while (const auto& capacity = profile.capacity[static_cast<std::size_t>(lane)]) {
        lines.push_back(lane);
        if (lane == decisions.lane[row]) {
            break;
        }
        lane = capacity->overflow;
    }
    return lines;
}

bool goes_first(const Decisions& decisions, std::size_t row) {
    return (decisions.traits[row] & (mandatory | by_lottery)) != 0;
}

}  // namespace

std::vector<Place> places_of(const CompiledProfile& profile, std::span<const Decisions> epoch,
                             std::size_t block, std::size_t row) {
    const Decisions& own = epoch[block];
    std::vector<Place> places;
    for (const Lane lane : lines(profile, own, row)) {
        const Capacity& capacity = *profile.capacity[static_cast<std::size_t>(lane)];
        places.push_back({lane, capacity.per_day, 1, capacity.overflow, own.lane[row] == lane});
    }
    const auto is_before = [&](std::size_t b, std::size_t r) {
        const bool earlier = b < block || (b == block && r < row);
        if (!profile.decide_at) {
            return earlier;
        }
        const bool first = goes_first(epoch[b], r);
        if (first != goes_first(own, row)) {
            return first;
        }
        const std::int32_t points = epoch[b].points[r];
        return first || points == own.points[row] ? earlier : points > own.points[row];
    };
    for (std::size_t b = 0; b < epoch.size(); ++b) {
        for (std::size_t r = 0; r < epoch[b].rows(); ++r) {
            if (!is_before(b, r)) {
                continue;
            }
            for (const Lane lane : lines(profile, epoch[b], r)) {
                for (Place& place : places) {
                    place.position += place.lane == lane ? 1 : 0;
                }
            }
        }
    }
    return places;
}

}  // namespace greenlane::screening
