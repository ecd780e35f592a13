#pragma once

#include "greenlane/learning/drift.h"
#include "greenlane/learning/learning_definition.h"
#include "greenlane/random/draw.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

namespace greenlane::learning {

/// The share of each week's rows that is explored, in one replication.
class Exploration {
public:
    Exploration(const ExplorationDefinition& definition, random::Key key)
        : definition_(definition), key_(key) {}

    /// Of the next week, whose drift is given.
    double share(const std::optional<Drift>& drift);
    /// What the inspections of the earliest week not yet found out came to.
    void find_out(std::uint64_t hits, std::uint64_t inspected);

private:
    double draw_arm();

    ExplorationDefinition definition_;
    random::Key key_;
    std::uint32_t week_ = 0;
    /// By share: hits and misses of the weeks at that share, older weeks counting less.
    struct Arm {
        double hits = 0;
        double misses = 0;
    };
    std::array<Arm, bandit_shares.size()> arms_;
    std::deque<std::size_t> pulled_;  ///< of the weeks not yet found out
};

}  // namespace greenlane::learning
