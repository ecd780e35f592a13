#pragma once

#include "greenlane/profile/compiled.h"
#include "greenlane/random/draw.h"
#include "greenlane/screening/decisions.h"
#include "greenlane/screening/history.h"
#include "greenlane/screening/score_model.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/epochs.h"
#include "greenlane/shipment/records.h"
#include "greenlane/shipment/vocabulary.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace greenlane::screening {

/// What the inspections of a shipment established, and when that became known; `unknown`: it was
/// not inspected, and will not be.
struct Finding {
    std::uint64_t shipment;
    shipment::Outcome outcome;
    Instant known_at;
};

/// Applies one compiled profile to the blocks of one replication, in order. What customs sees goes
/// in; ground truth cannot: no parameter takes it.
///
/// Screening a row is a pure function of (row, state at the start of its epoch, draw key). Capacity
/// is the one thing that depends on the rows before it: at lodgement it is settled within
/// screen(); with CompiledProfile::decide_at, screen() leaves limited lanes open and
/// settle() fills them by rank once the epoch's blocks are all there.
///
/// The laws of a row:
/// - A rule is asked on the local days of lodgement from valid_from to valid_to, both included.
/// - The score model, where there is one, gives model_points x probability, rounded.
/// - Points are that and the sum over all rules that match, whatever their rates; the rates decide
/// which
///   rules are chosen, each by a draw of its own named for the rule's code.
/// - The lane is the strictest of those of the chosen rules and of the thresholds that the points
///   reach; one chosen rule with `nii` suffices for the scanner.
/// - A rule with a sampling plan chooses at the share at which its pathway stands, by the findings
///   known before the epoch; any inspection of a shipment that the rule matched counts, whoever
///   ordered it.
/// - A row that is green by all of that, and not sent to the scanner, is in the lottery. Winners go
///   to random_lane.
/// - Mandatory rows (see Trait) and winners always keep their lane and take its places first,
/// beyond
///   the last if need be; others go to the overflow lane, and on from there, where no place is
///   left. Who is displaced to a lane without control (green or blue) is not scanned either.
/// - Under the profile `recorded`, lane and scanner are those of the records; no draw is made.
///   What they sent to a control counts as selected by rule: records do not tell a lottery apart.
class Screener {
public:
    /// `profile` and `score`, which a profile with model_points needs, outlive the screener.
    Screener(const profile::CompiledProfile& profile, random::Key key, shipment::Epochs epochs,
             const FrozenScore* score = nullptr);
    ~Screener();
    Screener(Screener&&) noexcept;

    /// Lanes of a block's rows; `records` serve the profile `recorded` only. Throws InputError
    /// where the first block lacks a column that the score model reads.
    void screen(const shipment::Declarations& block, const shipment::Records& records,
                const shipment::Vocabulary& vocabulary, Decisions& out);
    /// True where limited lanes are filled at a batch hour: hold an epoch's blocks for settle().
    bool settles() const;
    /// The decisions of all blocks of one epoch, in order.
    void settle(std::span<Decisions* const> epoch);

    /// Whether findings matter to it: some rule has a sampling plan.
    bool follows_findings() const;
    /// Findings about shipments that were screened, one each; they count from the first epoch that
    /// begins after they became known. A shipment on a pathway is remembered until then.
    void find_out(std::span<const Finding> findings);

    /// The share at which a rule with a sampling plan selects a row that it matched, of a block of
    /// the current epoch that was screened: that of its pathways.
    double sampling_share(std::size_t rule, const shipment::Declarations& block,
                          const shipment::Vocabulary& vocabulary, std::size_t row);

    /// One a rule, since the beginning.
    std::span<const RuleCounts> rule_counts() const;
    /// As of the epoch of the last block screened: for other conditions over the same blocks.
    const History& history() const;

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace greenlane::screening
