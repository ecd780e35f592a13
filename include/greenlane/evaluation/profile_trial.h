#pragma once

#include "greenlane/evaluation/evaluation.h"
#include "greenlane/evaluation/rule_league.h"
#include "greenlane/evaluation/segments.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/random/draw.h"
#include "greenlane/screening/screener.h"
#include "greenlane/shipment/source.h"

#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::evaluation {

/// Applies a profile to declarations block by block, without a clock, and keeps what an evaluation
/// needs of its decisions. Draws are those of the first replication of a run with the same seed.
/// Sampling plans learn the outcome of the rows that the profile selects, from the next epoch on.
class ProfileTrial {
public:
    /// `profile` and the score of its model, if it has one, outlive the trial; the epochs are those
    /// of the blocks.
    ProfileTrial(const profile::CompiledProfile& profile, const screening::FrozenScore* score,
                 const ControlHours& hours, std::uint64_t seed, shipment::Epochs epochs);

    void add(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
             std::span<const shipment::Outcome> outcome);
    /// After the last block. The trial is used up.
    Candidate finish(const shipment::Vocabulary& vocabulary);

private:
    /// A block whose lanes are decided when its epoch is complete.
    struct Undecided {
        shipment::Block block;
        std::vector<shipment::Outcome> outcome;
        screening::Decisions decisions;
    };
    void settle(const shipment::Vocabulary& vocabulary);
    void take(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
              std::span<const shipment::Outcome> outcome, const screening::Decisions& decisions);
    void find_out(std::uint64_t first_shipment, std::span<const shipment::Outcome> outcome,
                  const screening::Decisions& decisions);

    const profile::CompiledProfile& profile_;
    shipment::Epochs epochs_;
    screening::Screener screener_;
    screening::Decisions decisions_;
    std::vector<screening::Finding> findings_;
    std::vector<Undecided> epoch_;
    RuleLeague league_;
    Segments segments_;
    Candidate candidate_;
};

}  // namespace greenlane::evaluation
