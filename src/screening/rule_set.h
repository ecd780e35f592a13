#pragma once

#include "greenlane/core/lane.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/random/draw.h"
#include "greenlane/screening/decisions.h"
#include "greenlane/screening/evaluator.h"
#include "greenlane/shipment/declarations.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::screening {

class Pathways;

/// What the rules and the thresholds say about the rows of a block, before lottery and capacity.
struct Selection {
    /// Rows that a chosen rule or their points send to the lane; the strictest one counts.
    std::array<Bitmap, lane_count> lane;
    Bitmap nii;             ///< a chosen rule sends them through the scanner
    Bitmap flagged;         ///< matched an environmental rule
    Bitmap high_risk;       ///< of those: the rule's lane is red, or the points reach red
    Bitmap uncovered;       ///< some environmental rule is unknown
    Bitmap by_environment;  ///< an environmental rule had a part in the selection
    Bitmap mandatory;       ///< a mandatory rule had a part in it

    Bitmap& of(Lane l) { return lane[static_cast<std::size_t>(l)]; }
    void clear(std::size_t words);
};

/// Applies the rules of a profile: validity, conditions, rates, points and thresholds.
///
/// A rule has a part in a row's selection where its rate chose the row and the rule has a lane
/// stricter than green or sends to the scanner, or where the rule matched, has points above 0, and
/// the row's points reach a threshold. Points count wherever a rule matches, whatever its rate.
class RuleSet {
public:
    /// `pathways`, where some rule has a sampling plan, outlive the rules.
    RuleSet(const profile::CompiledProfile& profile, random::Key key, Pathways* pathways);

    /// Fills the selection, and of the decisions the rules; adds to their points, one a row.
    void apply(const Evaluator& evaluator, const shipment::Declarations& block, Duration utc_offset,
               Selection& selection, Decisions& decisions);

    std::span<const RuleCounts> counts() const { return counts_; }

private:
    void match(std::size_t rule, const Evaluator& evaluator, std::span<const Instant> lodged,
               Duration utc_offset);
    void choose(std::size_t rule, const Evaluator& evaluator, const shipment::Declarations& block);
    void contribute(std::size_t rule, Selection& selection, std::vector<std::int32_t>& points);
    void reach_thresholds(std::span<const std::int32_t> points, Selection& selection);

    const profile::CompiledProfile& profile_;
    random::Key key_;
    Pathways* pathways_;
    std::vector<RuleCounts> counts_;
    std::vector<Bitmap> matched_;  ///< by rule
    std::vector<Bitmap> chosen_;   ///< by rule
    Bitmap unknown_;               ///< of the rule at hand
    Bitmap points_of_environment_;
    Bitmap points_of_mandatory_;
    Bitmap reached_;
    std::vector<std::uint64_t> shipments_;
    std::vector<std::uint64_t> words_;
    std::vector<double> shares_;
};

}  // namespace greenlane::screening
