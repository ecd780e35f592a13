#include "greenlane/evaluation/profile_trial.h"

#include <algorithm>
#include <utility>

namespace greenlane::evaluation {

using screening::Decisions;
using shipment::Outcome;

namespace {

bool gives_points(const profile::CompiledProfile& profile) {
    return profile.model_points > 0 ||
           std::any_of(profile.rules.begin(), profile.rules.end(),
                       [](const profile::CompiledRule& rule) { return rule.points != 0; });
}

}  // namespace

ProfileTrial::ProfileTrial(const profile::CompiledProfile& profile,
                           const screening::FrozenScore* score, const ControlHours& hours,
                           std::uint64_t seed, shipment::Epochs epochs)
    : profile_(profile),
      epochs_(epochs),
      screener_(profile, random::make_key(seed, 0), epochs, score),
      league_(profile, hours) {
    candidate_.name = profile.name;
    candidate_.ranked_by =
        gives_points(profile) ? Candidate::RankedBy::points : Candidate::RankedBy::lane;
    candidate_.hours_source = hours.source;
}

void ProfileTrial::add(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                       std::span<const Outcome> outcome) {
    if (!screener_.settles()) {
        screener_.screen(block.declarations, block.records, vocabulary, decisions_);
        take(block, vocabulary, outcome, decisions_);
        return;
    }
    const auto epoch = [&](const shipment::Block& of) {
        return epochs_.of(of.declarations.lodged.front());
    };
    if (!epoch_.empty() && epoch(epoch_.front().block) != epoch(block)) {
        settle(vocabulary);
    }
    Undecided& undecided =
        epoch_.emplace_back(Undecided{block, {outcome.begin(), outcome.end()}, {}});
    screener_.screen(undecided.block.declarations, undecided.block.records, vocabulary,
                     undecided.decisions);
}

void ProfileTrial::settle(const shipment::Vocabulary& vocabulary) {
    std::vector<Decisions*> decisions;
    for (Undecided& undecided : epoch_) {
        decisions.push_back(&undecided.decisions);
    }
    screener_.settle(decisions);
    for (const Undecided& undecided : epoch_) {
        take(undecided.block, vocabulary, undecided.outcome, undecided.decisions);
    }
    epoch_.clear();
}

void ProfileTrial::take(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                        std::span<const Outcome> outcome, const Decisions& decisions) {
    for (std::size_t row = 0; row < decisions.rows(); ++row) {
        const std::uint16_t traits = decisions.traits[row];
        const bool selected = (traits & screening::selected) != 0;
        const bool by_rule = selected && (traits & screening::by_rule) != 0;
        candidate_.selected.push_back(selected ? 1 : 0);
        candidate_.score.push_back(candidate_.ranked_by == Candidate::RankedBy::points
                                       ? decisions.points[row]
                                       : (by_rule ? 1 : 0));
    }
    find_out(block.declarations.first_shipment, outcome, decisions);
    league_.add(decisions, outcome);
    segments_.add(block, vocabulary, decisions, outcome);
}

/// There is no clock: the outcome of a selected row is known when it is decided.
void ProfileTrial::find_out(std::uint64_t first_shipment, std::span<const Outcome> outcome,
                            const Decisions& decisions) {
    if (!screener_.follows_findings()) {
        return;
    }
    findings_.clear();
    for (std::size_t row = 0; row < decisions.rows(); ++row) {
        const bool selected = (decisions.traits[row] & screening::selected) != 0;
        findings_.push_back({first_shipment + row, selected ? outcome[row] : Outcome::unknown,
                             decisions.decided[row]});
    }
    screener_.find_out(findings_);
}

Candidate ProfileTrial::finish(const shipment::Vocabulary& vocabulary) {
    if (!epoch_.empty()) {
        settle(vocabulary);
    }
    candidate_.rules = league_.standings();
    candidate_.lottery = league_.lottery();
    candidate_.segments = segments_.table(vocabulary);
    return std::move(candidate_);
}

}  // namespace greenlane::evaluation
