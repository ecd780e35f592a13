#pragma once

#include "greenlane/core/lane.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/screening/decisions.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace greenlane::evaluation {

/// What one rule does to the declarations of a dry run.
struct RuleUse {
    std::string code;
    screening::RuleCounts counts;
    /// Declarations that it matched and that would go to another lane, or past the scanner, without
    /// the rule and its points; before lottery and capacity.
    std::int64_t decisive = 0;
    /// It matched, and was decisive for none: other rules or points always did the same.
    bool overshadowed() const { return counts.matched > 0 && decisive == 0; }
};

/// Two rules that match the same declarations.
struct Overlap {
    std::size_t first = 0;  ///< indices into the rules
    std::size_t second = 0;
    std::int64_t both = 0;
    double jaccard = 0;  ///< both / either (Jaccard 1901)
};

/// A profile applied to declarations, counted; nothing is judged.
struct DryRunReport {
    std::int64_t declarations = 0;
    std::array<std::int64_t, lane_count> lanes{};
    std::int64_t scanned = 0;
    std::int64_t displaced = 0;
    std::int64_t lottery = 0;
    std::int64_t selected = 0;
    std::vector<RuleUse> rules;     ///< in the order of the profile
    std::vector<Overlap> overlaps;  ///< the highest Jaccard index first
};

/// Counts the decisions of a dry run, block by block.
class DryRun {
public:
    /// `profile` outlives it.
    explicit DryRun(const profile::CompiledProfile& profile);

    /// Decisions in their final state.
    void add(const screening::Decisions& decisions);
    /// `rules`: the screener's counts.
    DryRunReport report(std::span<const screening::RuleCounts> rules) const;

private:
    struct Effect {
        Lane lane = Lane::green;
        bool nii = false;
        friend bool operator==(const Effect&, const Effect&) = default;
    };
    Effect effect_without(std::size_t rule, std::int32_t points) const;
    void count_rules(const screening::Decisions& decisions, std::size_t row);

    const profile::CompiledProfile& profile_;
    DryRunReport counted_;
    std::map<std::pair<std::size_t, std::size_t>, std::int64_t> both_;
    std::vector<std::size_t> matched_;  ///< of the row at hand
    std::vector<std::size_t> chosen_;
};

}  // namespace greenlane::evaluation
