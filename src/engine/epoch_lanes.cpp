#include "engine/epoch_lanes.h"

#include <algorithm>
#include <bit>
#include <type_traits>

namespace greenlane::engine {

static_assert(std::has_unique_object_representations_v<LaneTotals>, "numbers without gaps");

namespace {

std::size_t index(Lane lane) {
    return static_cast<std::size_t>(lane);
}

}  // namespace

std::size_t EpochLanes::add(std::int32_t points, std::uint32_t level) {
    rows_.push_back({level, {}, {}});
    for (auto& by_lane : ways_.emplace_back()) {
        by_lane.fill(none);
    }
    decisions_.points.push_back(points);
    return rows_.size() - 1;
}

void EpochLanes::decide(std::size_t place, Lane reached, Lane lane, std::uint16_t traits) {
    rows_[place].lane[index(reached)] = lane;
    rows_[place].traits[index(reached)] = traits;
}

void EpochLanes::give_way(std::size_t place, Lane reached, Lane lane, const LaneTotals& undisplaced,
                          const LaneTotals& displaced) {
    if (first_change_.empty()) {
        first_change_.push_back(0);
    }
    ways_[place][index(reached)][index(lane)] =
        static_cast<std::uint32_t>(first_change_.size() - 1);
    const auto before = std::bit_cast<Numbers>(undisplaced);
    const auto after = std::bit_cast<Numbers>(displaced);
    for (std::size_t number = 0; number < before.size(); ++number) {
        if (after[number] != before[number]) {
            changes_.push_back({number, after[number] - before[number]});
        }
    }
    first_change_.push_back(changes_.size());
}

void EpochLanes::fill(std::span<LaneCut> cuts, std::span<LaneTotals> totals) {
    levels_.clear();
    for (const Row& row : rows_) {
        levels_.push_back(row.level);
    }
    std::sort(levels_.begin(), levels_.end());
    levels_.erase(std::unique(levels_.begin(), levels_.end()), levels_.end());
    decisions_.lane.resize(rows_.size());
    decisions_.traits.resize(rows_.size());
    way_.assign(rows_.size(), none);
    changed_ = {};
    for (std::size_t i = 0; i < cuts.size(); ++i) {
        if (i == 0 || !treats_alike(cuts[i - 1], cuts[i])) {
            displace(cuts[i]);
        }
        totals[cuts[i].setting].add(std::bit_cast<LaneTotals>(changed_));
    }
}

/// Whether no shipment of the epoch lies between their thresholds.
bool EpochLanes::treats_alike(const LaneCut& a, const LaneCut& b) const {
    const auto reached_by = [&](std::uint32_t level) {
        return std::lower_bound(levels_.begin(), levels_.end(), level);
    };
    return a.per_day == b.per_day && reached_by(a.red_level) == reached_by(b.red_level) &&
           reached_by(a.yellow_level) == reached_by(b.yellow_level);
}

void EpochLanes::displace(LaneCut& cut) {
    cut.capacity.begin_epoch();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const std::size_t reached = index(cut.reached(rows_[i].level));
        decisions_.lane[i] = rows_[i].lane[reached];
        decisions_.traits[i] = rows_[i].traits[reached];
        if (!in_batch_) {
            cut.capacity.admit(decisions_, i);
        }
    }
    if (in_batch_) {
        screening::Decisions* const epoch = &decisions_;
        cut.capacity.settle({&epoch, 1});
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        std::uint32_t way = none;
        if ((decisions_.traits[i] & screening::displaced) != 0) {
            way = ways_[i][index(cut.reached(rows_[i].level))][index(decisions_.lane[i])];
        }
        if (way != way_[i]) {
            change(way_[i], -1);
            change(way, 1);
            way_[i] = way;
        }
    }
}

void EpochLanes::change(std::uint32_t way, std::int64_t times) {
    if (way == none) {
        return;
    }
    for (std::size_t i = first_change_[way]; i < first_change_[way + 1]; ++i) {
        changed_[changes_[i].number] += times * changes_[i].by;
    }
}

void EpochLanes::clear() {
    rows_.clear();
    ways_.clear();
    first_change_.clear();
    changes_.clear();
    decisions_.points.clear();
}

}  // namespace greenlane::engine
