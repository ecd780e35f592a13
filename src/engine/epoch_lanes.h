#pragma once

#include "greenlane/engine/lane_sweep.h"
#include "greenlane/screening/decisions.h"

#include "screening/lane_capacity.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace greenlane::engine {

/// One setting: its thresholds as levels (see ThresholdLevels), and its capacity.
struct LaneCut {
    std::size_t setting;  ///< its number
    std::array<std::int64_t, lane_count> per_day;
    std::uint32_t red_level;
    std::uint32_t yellow_level;  ///< at most red_level
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
    /// Neighbours displace nearly the same shipments.
    friend bool operator<(const LaneCut& a, const LaneCut& b) {
        return std::tie(a.per_day, a.red_level, a.yellow_level) <
               std::tie(b.per_day, b.red_level, b.yellow_level);
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
    /// What it adds to the totals where it reaches `reached`, and where it is then displaced to
    /// `lane`.
    void give_way(std::size_t place, Lane reached, Lane lane, const LaneTotals& undisplaced,
                  const LaneTotals& displaced);

    /// Fills the lanes under each setting and adds to the totals, one a setting, what displacement
    /// changes. `cuts` are sorted: from each to the next only what differs is added up anew.
    void fill(std::span<LaneCut> cuts, std::span<LaneTotals> totals);
    /// The epoch is over.
    void clear();
    bool empty() const { return rows_.empty(); }

private:
    static constexpr std::uint32_t none = ~0u;

    struct Row {
        std::uint32_t level;
        std::array<Lane, lane_count> lane;  ///< before capacity, by the lane reached
        std::array<std::uint16_t, lane_count> traits;
    };
    /// By the lane reached and the lane displaced to: index into first_change_, or none.
    using Ways = std::array<std::array<std::uint32_t, lane_count>, lane_count>;
    /// Of one number in the totals.
    struct Change {
        std::size_t number;
        std::int64_t by;
    };
    using Numbers = std::array<std::int64_t, sizeof(LaneTotals) / sizeof(std::int64_t)>;

    bool treats_alike(const LaneCut& a, const LaneCut& b) const;
    void displace(LaneCut& cut);
    void change(std::uint32_t way, std::int64_t times);

    bool in_batch_;
    std::vector<Row> rows_;
    std::vector<Ways> ways_;                 ///< by row
    std::vector<std::size_t> first_change_;  ///< of each way to be displaced, and the end
    std::vector<Change> changes_;
    // Under the setting at hand:
    std::vector<std::uint32_t> levels_;  ///< of the rows, each once, in order
    std::vector<std::uint32_t> way_;     ///< by row, or none
    screening::Decisions decisions_;
    Numbers changed_{};
};

}  // namespace greenlane::engine
