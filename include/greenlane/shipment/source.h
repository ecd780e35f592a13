#pragma once

#include "greenlane/core/units.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/ground_truth.h"
#include "greenlane/shipment/records.h"
#include "greenlane/shipment/vocabulary.h"

namespace greenlane::shipment {

/// One block of a flow: what customs sees, what only the simulator knows, what was recorded.
struct Block {
    Declarations declarations;
    GroundTruth truth;
    Records records;
    void clear();
};

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

/// A flow of declarations in order of lodgement, read once. Implemented by the synthetic flow and
/// by readers of files.
class Source {
public:
    Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    virtual ~Source() = default;

    /// Fills `block` with the next declarations: at most max_rows, all of one epoch, first_shipment
    /// continuing the last block's. False, and an empty block, at the end.
    virtual bool next(Block& block) = 0;
    /// Grows while blocks are read; codes are stable.
    virtual const Vocabulary& vocabulary() const = 0;

    static constexpr std::size_t max_rows = 4096;
};

}  // namespace greenlane::shipment
