#pragma once

#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/epochs.h"
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
