#include "greenlane/engine/replication.h"

#include "greenlane/core/contract.h"
#include "greenlane/screening/screener.h"

#include "engine/event_run.h"
#include "engine/planner.h"
#include "engine/station_pass.h"

#include <deque>
#include <numeric>
#include <optional>

namespace greenlane::engine {

bool Counts::conserved() const {
    return lodged == std::accumulate(exits.begin(), exits.end(), std::int64_t{0});
}

Counts& Counts::operator+=(const Counts& other) {
    lodged += other.lodged;
    for (std::size_t i = 0; i < exits.size(); ++i) {
        exits[i] += other.exits[i];
    }
    return *this;
}

namespace {

/// A block of an epoch whose lanes are not decided yet.
struct Undecided {
    shipment::Block block;
    screening::Decisions decisions;
};

/// Reads blocks, has them screened and hands them on when their lanes are decided: at once, or
/// together at the end of their epoch.
class Selectivity {
public:
    Selectivity(const CompiledScenario& scenario, random::Key key, const Watch& watch)
        : watch_(watch),
          source_(scenario.feed->open(key, scenario.epochs)),
          epochs_(scenario.epochs) {
        if (scenario.profile) {
            screener_.emplace(*scenario.profile, key, scenario.epochs);
        }
    }

    const shipment::Vocabulary& vocabulary() const { return source_->vocabulary(); }
    std::vector<screening::RuleCounts> rule_counts() const {
        if (!screener_) {
            return {};
        }
        const auto counts = screener_->rule_counts();
        return {counts.begin(), counts.end()};
    }

    /// Calls `use(block, decisions)` for every block, in order.
    template <typename Use>
    void run(Use use) {
        shipment::Block block;
        screening::Decisions decisions;
        const bool settles = screener_ && screener_->settles();
        while (source_->next(block)) {
            check_interruption(block);
            if (settles && !epoch_.empty() &&
                epochs_.of(epoch_.front().block.declarations.lodged.front()) !=
                    epochs_.of(block.declarations.lodged.front())) {
                settle(use);
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
    std::unique_ptr<shipment::Source> source_;
    shipment::Epochs epochs_;
    std::optional<screening::Screener> screener_;
    std::vector<Undecided> epoch_;
};

std::vector<std::string> words_of(const shipment::Dictionary& dictionary) {
    std::vector<std::string> words(dictionary.size());
    for (std::size_t code = 0; code < words.size(); ++code) {
        words[code] = dictionary.word(static_cast<shipment::Code>(code));
    }
    return words;
}

template <typename Run>
void move_shipments(const CompiledScenario& scenario, random::Key key, const Watch& watch,
                    Replication& out) {
    Selectivity selectivity(scenario, key, watch);
    Planner planner(scenario.process, scenario.lists, key, scenario.epochs);
    Run run(scenario.process, scenario.window, scenario.horizon.start, out.tally, out.stations);
    Plan plan;
    selectivity.run([&](const shipment::Block& block, const screening::Decisions& decisions) {
        planner.plan(block, selectivity.vocabulary(), decisions, plan);
        out.visits += static_cast<std::int64_t>(plan.steps.size());
        run.admit(plan);
    });
    run.close();
    out.counts = run.counts();
    out.rules = selectivity.rule_counts();
    out.labels = {words_of(selectivity.vocabulary().office),
                  words_of(selectivity.vocabulary().country)};
}

}  // namespace

Replication run_replication(const CompiledScenario& scenario, std::uint64_t number,
                            const Watch& watch, Method method) {
    Replication out{.number = number,
                    .counts = {},
                    .tally = kpi::Tally(scenario.window, scenario.targets.release_within.value),
                    .stations = std::vector<kpi::StationTally>(scenario.process.stations.size()),
                    .rules = {},
                    .labels = {}};
    const random::Key key = random::make_key(scenario.seed, number);
    if (method == Method::automatic) {
        method = scenario.process.feed_forward ? Method::station_pass : Method::event_list;
    }
    if (method == Method::station_pass) {
        move_shipments<StationPass>(scenario, key, watch, out);
    } else {
        move_shipments<EventRun>(scenario, key, watch, out);
    }
    GREENLANE_EXPECT(out.counts.conserved());
    return out;
}

}  // namespace greenlane::engine
