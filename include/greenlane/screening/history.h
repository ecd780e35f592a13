#pragma once

#include "greenlane/shipment/vocabulary.h"

#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::screening {

/// What the epochs before the current one say about traders: the state that screening features are
/// computed from. It changes when an epoch begins, never within one.
class History {
public:
    /// Begins an epoch; epochs are entered in order.
    void enter(std::int64_t epoch);
    /// Notes the importers of declarations of the current epoch; they count from the next one on.
    void note(std::span<const shipment::Code> importers);
    /// Whether no epoch before the current one saw the importer.
    bool first_time(shipment::Code importer) const {
        return importer >= first_epoch_.size() || first_epoch_[importer] >= epoch_;
    }

private:
    std::int32_t epoch_ = 0;
    std::vector<std::int32_t> first_epoch_;  ///< by importer; `unseen` before its first declaration
};

}  // namespace greenlane::screening
