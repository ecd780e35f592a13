#pragma once

#include "greenlane/engine/replication.h"
#include "greenlane/screening/screener.h"

#include <optional>
#include <vector>

namespace greenlane::engine {

/// A block of an epoch whose lanes are not decided yet.
struct Undecided {
    shipment::Block block;
    screening::Decisions decisions;
};

/// Reads blocks, has them screened and hands them on when their lanes are decided: at once, or
/// together at the end of their epoch. Where the profile follows findings, those known before an
/// epoch are taken in when it begins.
class Selectivity {
public:
    /// `source` and `watch` outlive it.
    Selectivity(const CompiledScenario& scenario, shipment::Source& source, random::Key key,
                const Watch& watch)
        : watch_(watch), source_(source), epochs_(scenario.epochs) {
        if (scenario.profile) {
            screener_.emplace(*scenario.profile, key, scenario.epochs, scenario.score.get());
        }
    }

    const shipment::Vocabulary& vocabulary() const { return source_.vocabulary(); }
    std::vector<screening::RuleCounts> rule_counts() const {
        if (!screener_) {
            return {};
        }
        const auto counts = screener_->rule_counts();
        return {counts.begin(), counts.end()};
    }

    /// Calls `use(block, decisions)` for every block, in order, and where the profile follows
    /// findings `findings_before(time)` when an epoch begins, for those since the last call.
    template <typename Use, typename FindingsBefore>
    void run(Use use, FindingsBefore findings_before) {
        shipment::Block block;
        screening::Decisions decisions;
        const bool settles = screener_ && screener_->settles();
        const bool follows = screener_ && screener_->follows_findings();
        std::optional<std::int64_t> current;
        while (source_.next(block)) {
            check_interruption(block);
            const std::int64_t epoch = epochs_.of(block.declarations.lodged.front());
            if (epoch != current) {
                current = epoch;
                if (!epoch_.empty()) {
                    settle(use);
                }
                if (follows) {
                    screener_->find_out(findings_before(epochs_.begin(epoch)));
                }
            }
            if (screener_) {
                screener_->screen(block.declarations, block.records, vocabulary(), decisions);
            }
            if (settles) {
                epoch_.push_back({std::move(block), std::move(decisions)});
                block = {};
                decisions = {};
            } else {
                decide(block, decisions, use);
            }
        }
        if (settles) {
            settle(use);
        }
    }

private:
    template <typename Use>
    void settle(Use& use) {
        std::vector<screening::Decisions*> decisions;
        for (Undecided& undecided : epoch_) {
            decisions.push_back(&undecided.decisions);
        }
        screener_->settle(decisions);
        for (const Undecided& undecided : epoch_) {
            decide(undecided.block, undecided.decisions, use);
        }
        epoch_.clear();
    }

    template <typename Use>
    void decide(const shipment::Block& block, const screening::Decisions& decisions, Use& use) {
        if (watch_.screened && screener_) {
            watch_.screened(block, vocabulary(), decisions, *screener_);
        }
        if (watch_.decided) {
            watch_.decided(block, vocabulary(), decisions);
        }
        use(block, decisions);
    }

    void check_interruption(const shipment::Block& block) {
        const shipment::Declarations& declarations = block.declarations;
        if (watch_.goes_on && !watch_.goes_on(declarations.first_shipment + declarations.rows())) {
            throw Interrupted();
        }
    }

    const Watch& watch_;
    shipment::Source& source_;
    shipment::Epochs epochs_;
    std::optional<screening::Screener> screener_;
    std::vector<Undecided> epoch_;
};

}  // namespace greenlane::engine
