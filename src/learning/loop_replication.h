#pragma once

#include "greenlane/learning/loop.h"

#include "learning/targeting.h"

#include <cstddef>
#include <cstdint>

namespace greenlane::learning {

/// One replication of a loop, on the oracle's side: tells customs what its inspections found, and
/// counts what it chose against the truth.
class LoopReplication {
public:
    /// Looks back on the initial weeks. Declarations and definition outlive this.
    LoopReplication(const WeeklyDeclarations& declarations, const LearningDefinition& definition,
                    const StrategyParts& parts);

    /// The loop's weeks in order, from 0; `count` rows are inspected.
    Inspections play(std::size_t week, std::uint64_t count, const std::optional<Drift>& drift);

private:
    void look_back(const Week& week, const WeekTruth& truth);
    bool known(const shipment::Declarations& block, std::size_t i, const WeekTruth& truth,
               std::size_t row) const;

    const WeeklyDeclarations& declarations_;
    const LearningDefinition& definition_;
    random::Key key_;
    Targeting targeting_;
};

}  // namespace greenlane::learning
