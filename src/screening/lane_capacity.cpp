#include "screening/lane_capacity.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace greenlane::screening {

LaneCapacity::LaneCapacity(std::span<const std::optional<profile::Capacity>, lane_count> capacity) {
    std::copy(capacity.begin(), capacity.end(), capacity_.begin());
    for (const Lane lane : lanes) {
        GREENLANE_EXPECT(!limited(lane) || capacity_[index(lane)]->overflow < lane);
    }
}

bool LaneCapacity::any_limited() const {
    return std::any_of(lanes.begin(), lanes.end(), [this](Lane lane) { return limited(lane); });
}

void LaneCapacity::displace(Decisions& decisions, std::size_t row) const {
    const Lane lane = capacity_[index(decisions.lane[row])]->overflow;
    std::uint16_t traits = decisions.traits[row];
    traits |= displaced;
    if (lane < Lane::yellow) {
        traits &= static_cast<std::uint16_t>(~(selected | nii));
    }
    decisions.lane[row] = lane;
    decisions.traits[row] = traits;
}

void LaneCapacity::admit(Decisions& decisions, std::size_t row) {
    while (limited(decisions.lane[row])) {
        const std::size_t lane = index(decisions.lane[row]);
        if (!gives_way(decisions, row) || taken_[lane] < capacity_[lane]->per_day) {
            ++taken_[lane];
            return;
        }
        displace(decisions, row);
    }
}

void LaneCapacity::settle(std::span<Decisions* const> epoch) const {
    // From the strictest on, so that a lane's overflow stands in line with the next lane's own.
    for (auto lane = lanes.rbegin(); lane != lanes.rend(); ++lane) {
        if (limited(*lane)) {
            fill(*lane, epoch);
        }
    }
}

void LaneCapacity::fill(Lane lane, std::span<Decisions* const> epoch) const {
    struct Candidate {
        std::int32_t points;
        std::size_t block;
        std::size_t row;
    };
    std::int64_t places = capacity_[index(lane)]->per_day;
    std::vector<Candidate> candidates;
    for (std::size_t block = 0; block < epoch.size(); ++block) {
        const Decisions& decisions = *epoch[block];
        for (std::size_t row = 0; row < decisions.rows(); ++row) {
            if (decisions.lane[row] != lane) {
                continue;
            }
            if (gives_way(decisions, row)) {
                candidates.push_back({decisions.points[row], block, row});
            } else {
                --places;
            }
        }
    }
    const auto admitted = static_cast<std::size_t>(std::max<std::int64_t>(places, 0));
    if (candidates.size() <= admitted) {
        return;
    }
    const auto first_displaced = candidates.begin() + static_cast<std::ptrdiff_t>(admitted);
    std::nth_element(candidates.begin(), first_displaced, candidates.end(),
                     [](const Candidate& a, const Candidate& b) {
                         return std::tuple(b.points, a.block, a.row) <
                                std::tuple(a.points, b.block, b.row);
                     });
    std::for_each(first_displaced, candidates.end(), [&](const Candidate& candidate) {
        displace(*epoch[candidate.block], candidate.row);
    });
}

}  // namespace greenlane::screening
