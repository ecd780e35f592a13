#include "greenlane/screening/history.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <limits>

namespace greenlane::screening {

namespace {
constexpr std::int32_t unseen = std::numeric_limits<std::int32_t>::max();
}

void History::enter(std::int64_t epoch) {
    GREENLANE_EXPECT(epoch < unseen && epoch >= std::numeric_limits<std::int32_t>::min());
    GREENLANE_EXPECT(first_epoch_.empty() || epoch >= epoch_);
    epoch_ = static_cast<std::int32_t>(epoch);
}

void History::note(std::span<const shipment::Code> importers) {
    for (const shipment::Code importer : importers) {
        if (importer >= first_epoch_.size()) {
            first_epoch_.resize(std::max<std::size_t>(importer + 1, first_epoch_.size() * 2),
                                unseen);
        }
        first_epoch_[importer] = std::min(first_epoch_[importer], epoch_);
    }
}

}  // namespace greenlane::screening
