#pragma once

#include "greenlane/core/lane.h"
#include "greenlane/core/units.h"

#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::screening {

/// Why and how a declaration is in its lane; bits of Decisions::traits. A rule selects a row where
/// it is chosen and has a lane stricter than green or `nii`, or where it matches, gives points
/// above 0, and the row's points reach a threshold. by_rule, by_environment and mandatory stand
/// before capacity and stay with a displaced row.
enum Trait : std::uint16_t {
    flagged = 1 << 0,         ///< matched an environmental rule, before rate and capacity
    high_risk = 1 << 1,       ///< flagged, and red by rule or by points before rate and capacity
    selected = 1 << 2,        ///< sent to a control: its lane is yellow or red, or nii is set
    by_rule = 1 << 3,         ///< rules or points selected it: blue, yellow, red, or scanner
    by_environment = 1 << 4,  ///< an environmental rule among the rules that selected it
    by_lottery = 1 << 5,      ///< drawn at random among what no rule selected
    displaced = 1 << 6,       ///< overflow: its lane was full
    nii = 1 << 7,             ///< goes through the scanner
    /// Some environmental rule could not be evaluated; under the profile `recorded`, the record
    /// does not tell the lane.
    uncovered = 1 << 8,
    mandatory = 1 << 9,  ///< selected by a mandatory rule
};

/// What selectivity decided for a block, one row a declaration.
struct Decisions {
    std::vector<Lane> lane;
    std::vector<std::uint16_t> traits;
    std::vector<std::int32_t> points;
    std::vector<Instant> decided;  ///< the lodgement, or the batch hour of a limited lane
    /// Bit r of row i: rule r matched; words_per_row words a row.
    std::vector<std::uint64_t> matched;
    /// Bit r of row i: rule r matched and its rate chose the row.
    std::vector<std::uint64_t> chosen;
    std::size_t words_per_row = 0;

    std::size_t rows() const { return lane.size(); }
    std::span<const std::uint64_t> chosen_rules(std::size_t row) const {
        return {chosen.data() + row * words_per_row, words_per_row};
    }
    std::span<const std::uint64_t> matched_rules(std::size_t row) const {
        return {matched.data() + row * words_per_row, words_per_row};
    }
};

/// Rows for which a rule was true, unknown, or chosen by its rate: exact counts.
struct RuleCounts {
    std::int64_t matched = 0;
    std::int64_t unknown = 0;
    std::int64_t chosen = 0;
};

}  // namespace greenlane::screening
