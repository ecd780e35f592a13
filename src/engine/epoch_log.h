#pragma once

#include "greenlane/screening/place.h"
#include "greenlane/shipment/source.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace greenlane::engine {

/// The decisions of the epoch in which one shipment is lodged, to tell its places in line.
class EpochLog {
public:
    /// `profile` outlives the log.
    EpochLog(const profile::CompiledProfile& profile, shipment::Epochs epochs,
             std::uint64_t shipment)
        : profile_(profile), epochs_(epochs), shipment_(shipment) {}

    /// Decisions block by block, in order, final.
    void add(const shipment::Declarations& block, const screening::Decisions& decisions) {
        const std::int64_t epoch = epochs_.of(block.lodged.front());
        if (found_ && (epoch != epoch_ || !profile_.decide_at)) {
            complete_ = true;
            return;
        }
        if (epoch != epoch_) {
            epoch_ = epoch;
            decisions_.clear();
        }
        if (shipment_ >= block.first_shipment && shipment_ - block.first_shipment < block.rows()) {
            found_ = true;
            block_ = decisions_.size();
            row_ = shipment_ - block.first_shipment;
        }
        decisions_.push_back(decisions);
    }

    /// Nothing that comes now counts.
    bool complete() const { return complete_; }
    /// Once the shipment was among the blocks.
    const screening::Decisions& decisions() const { return decisions_[block_]; }
    std::size_t row() const { return row_; }
    /// Once all that counts was added.
    std::vector<screening::Place> places() const {
        return screening::places_of(profile_, decisions_, block_, row_);
    }

private:
    const profile::CompiledProfile& profile_;
    shipment::Epochs epochs_;
    std::uint64_t shipment_;
    std::int64_t epoch_ = 0;
    std::vector<screening::Decisions> decisions_;
    std::size_t block_ = 0;
    std::size_t row_ = 0;
    bool found_ = false;
    bool complete_ = false;
};

}  // namespace greenlane::engine
