#pragma once

#include "greenlane/profile/compiled.h"
#include "greenlane/screening/decisions.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace greenlane::screening {

/// How many shipments of an epoch each lane takes, and who is displaced. Mandatory selections and
/// the lottery always keep their lane and take places first, beyond the last one if need be.
/// Whoever finds no place goes to the lane's overflow, which may be limited in turn.
class LaneCapacity {
public:
    /// By lane; an overflow lane is less strict than the lane itself.
    explicit LaneCapacity(std::span<const std::optional<profile::Capacity>, lane_count> capacity);

    bool any_limited() const;
    bool limited(Lane lane) const { return capacity_[index(lane)].has_value(); }

    /// All places are free again.
    void begin_epoch() { taken_ = {}; }
    /// Takes a place for the row, in the order of lodgement and without looking ahead, or displaces
    /// it.
    void admit(Decisions& decisions, std::size_t row);
    /// Fills the lanes of a whole epoch: by points, the highest first, ties by shipment.
    void settle(std::span<Decisions* const> epoch) const;

    /// Whether the row gives way where its lane is full.
    bool gives_way(const Decisions& decisions, std::size_t row) const {
        return limited(decisions.lane[row]) &&
               (decisions.traits[row] & (mandatory | by_lottery)) == 0;
    }
    /// It does: off to the overflow of its lane.
    void displace(Decisions& decisions, std::size_t row) const;

private:
    static std::size_t index(Lane lane) { return static_cast<std::size_t>(lane); }
    void fill(Lane lane, std::span<Decisions* const> epoch) const;

    std::array<std::optional<profile::Capacity>, lane_count> capacity_;
    std::array<std::int64_t, lane_count> taken_{};
};

}  // namespace greenlane::screening
