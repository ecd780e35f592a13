#pragma once

#include "greenlane/random/draw.h"
#include "greenlane/shipment/source.h"

#include "engine/goods_table.h"
#include "engine/plan.h"

#include <optional>
#include <vector>

namespace greenlane::engine {

/// What a control says at once about a shipment; it steers the routes.
struct Verdict {
    bool alarm = false;                ///< suspicion, justified or not
    std::optional<Violation> finding;  ///< a violation it established
};

/// Applies controls to the shipments of one block and remembers which items were looked at.
///
/// Each item is judged by a draw of its own, (control, station, visit and item): a violation is
/// detected with probability sensitivity * visibility, a compliant item is taken for suspect with
/// probability false_alarm. A scanner only ever raises an alarm; documents, examination and
/// laboratory establish what they detect. A false alarm in documents is a suspicion, in an
/// examination or a laboratory a wrongful finding of kind `unspecified`.
class Inspections {
public:
    Inspections(random::Key key, const GoodsTable& goods) : key_(key), goods_(&goods) {}

    /// Takes in a block; it outlives the inspections of its rows.
    void start(const shipment::Block& block);
    /// The control of `station` looks at a row for the `visit`-th time (0 first).
    Verdict inspect(const clearance::Station& station, std::size_t row, std::uint32_t visit,
                    Establishment& established);

private:
    enum Mark : std::uint8_t { controlled = 1, detected = 2 };

    void detect(std::size_t item, Establishment& established);

    random::Key key_;
    const GoodsTable* goods_;
    const shipment::Block* block_ = nullptr;
    std::vector<std::uint8_t> marks_;  ///< by item, bits of Mark
};

}  // namespace greenlane::engine
