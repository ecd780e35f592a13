#pragma once

#include "greenlane/engine/lane_sweep.h"
#include "greenlane/screening/decisions.h"

#include "screening/lane_capacity.h"

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace greenlane::engine {

/// The thresholds of one setting, as levels (see ThresholdLevels), and its capacity.
struct LaneCut {
    std::uint32_t yellow_level;  ///< at most red_level
    std::uint32_t red_level;
    screening::LaneCapacity capacity;

    /// The levels [first, second) that reach this lane's threshold and no stricter one; green:
    /// none.
    std::pair<std::uint32_t, std::uint32_t> levels(Lane reached, std::uint32_t end) const {
        return reached == Lane::red      ? std::pair(red_level, end)
               : reached == Lane::yellow ? std::pair(yellow_level, red_level)
                                         : std::pair(std::uint32_t{0}, yellow_level);
    }
    /// The lane of the strictest threshold that a level reaches; green: none.
    Lane reached(std::uint32_t level) const {
        return level >= red_level ? Lane::red : level >= yellow_level ? Lane::yellow : Lane::green;
    }
};

/// The shipments of one epoch that stand in line for limited lanes, under any setting: as they are
/// decided before capacity, by the threshold that they reach, and what changes when they give way.
class EpochLanes {
public:
    /// `in_batch`: lanes are filled at a batch hour, by rank.
    explicit EpochLanes(bool in_batch) : in_batch_(in_batch) {}

    /// Adds the next shipment, in the order of lodgement; returns its place.
    std::size_t add(std::int32_t points, std::uint32_t level);
    /// Its decision where it reaches `reached`.
    void decide(std::size_t place, Lane reached, Lane lane, std::uint16_t traits);
    /// What the totals gain where it reaches `reached` and is displaced to `lane`.
    void gain(std::size_t place, Lane reached, Lane lane, const LaneTotals& gain);

    /// Fills the lanes and adds to the totals what displacement changes.
    void fill(LaneCut& cut, LaneTotals& totals);
    /// The epoch is over.
    void clear();
    bool empty() const { return rows_.empty(); }

private:
    static constexpr std::uint32_t none = ~0u;

    struct Row {
        std::int32_t points;
        std::uint32_t level;
        std::array<Lane, lane_count> lane;  ///< before capacity, by the lane reached
        std::array<std::uint16_t, lane_count> traits;
        std::array<std::array<std::uint32_t, lane_count>, lane_count> gain;  ///< index, or none
    };

    bool in_batch_;
    std::vector<Row> rows_;
    std::vector<LaneTotals> gains_;
    screening::Decisions decisions_;
};

}  // namespace greenlane::engine
