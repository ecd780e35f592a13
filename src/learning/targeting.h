#pragma once

#include "greenlane/learning/drift.h"
#include "greenlane/learning/learning_definition.h"
#include "greenlane/learning/strategy.h"

#include "learning/exploration.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

namespace greenlane::learning {

/// Rows of a week.
struct Selection {
    std::vector<std::uint32_t> inspected;  ///< rising
    std::vector<std::uint8_t> explored;    ///< 1: drawn at random; as long
    /// Those that rank would have inspected instead of the explored ones.
    std::vector<std::uint32_t> displaced;
};

/// The customs side of a loop, in one replication: decides whom to inspect, and knows what it found
/// out and nothing else.
class Targeting {
public:
    /// The definition outlives this.
    Targeting(const LearningDefinition& definition, const StrategyParts& parts);

    /// A week before the loop, with the outcomes that are known of it.
    void look_back(const Week& week, std::span<const std::uint32_t> rows,
                   std::span<const shipment::Outcome> outcomes);
    /// Whom to inspect in the loop's next week, of which `count` rows can be.
    Selection select(const Week& week, std::uint64_t count, const std::optional<Drift>& drift);
    /// What the inspections of the week last selected found, in the order of Selection::inspected;
    /// it counts when its delay has passed.
    void find_out(const Week& week, std::vector<shipment::Outcome> outcomes);

private:
    void begin(Instant now);
    void score(const Week& week);

    const LearningDefinition& definition_;
    random::Key key_;
    std::unique_ptr<Strategy> strategy_;
    Exploration exploration_;
    struct Pending {
        Instant known_at;
        std::vector<shipment::Outcome> outcomes;
    };
    std::deque<Pending> pending_;
    std::size_t week_ = 0;  ///< of the loop
    std::size_t last_fit_ = 0;
    std::vector<double> ties_;
    std::vector<std::uint64_t> lots_;  ///< by row: of the draw of those explored
    std::vector<double> scores_;
};

}  // namespace greenlane::learning
