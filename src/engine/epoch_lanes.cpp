#include "engine/epoch_lanes.h"

namespace greenlane::engine {

namespace {

std::size_t index(Lane lane) {
    return static_cast<std::size_t>(lane);
}

}  // namespace

std::size_t EpochLanes::add(std::int32_t points, std::uint32_t level) {
    Row& row = rows_.emplace_back();
    row.points = points;
    row.level = level;
    for (auto& by_lane : row.gain) {
        by_lane.fill(none);
    }
    return rows_.size() - 1;
}

void EpochLanes::decide(std::size_t place, Lane reached, Lane lane, std::uint16_t traits) {
    rows_[place].lane[index(reached)] = lane;
    rows_[place].traits[index(reached)] = traits;
}

void EpochLanes::gain(std::size_t place, Lane reached, Lane lane, const LaneTotals& gain) {
    rows_[place].gain[index(reached)][index(lane)] = static_cast<std::uint32_t>(gains_.size());
    gains_.push_back(gain);
}

void EpochLanes::fill(LaneCut& cut, LaneTotals& totals) {
    decisions_.lane.resize(rows_.size());
    decisions_.traits.resize(rows_.size());
    decisions_.points.resize(rows_.size());
    cut.capacity.begin_epoch();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const Row& row = rows_[i];
        const std::size_t reached = index(cut.reached(row.level));
        decisions_.lane[i] = row.lane[reached];
        decisions_.traits[i] = row.traits[reached];
        decisions_.points[i] = row.points;
        if (!in_batch_) {
            cut.capacity.admit(decisions_, i);
        }
    }
    if (in_batch_) {
        screening::Decisions* const epoch = &decisions_;
        cut.capacity.settle({&epoch, 1});
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if ((decisions_.traits[i] & screening::displaced) != 0) {
            const Row& row = rows_[i];
            const std::uint32_t gain =
                row.gain[index(cut.reached(row.level))][index(decisions_.lane[i])];
            totals.add(gains_[gain]);
        }
    }
}

void EpochLanes::clear() {
    rows_.clear();
    gains_.clear();
}

}  // namespace greenlane::engine
