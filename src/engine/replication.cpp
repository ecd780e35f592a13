#include "greenlane/engine/replication.h"

#include "greenlane/core/contract.h"

#include "engine/event_run.h"
#include "engine/importer_groups.h"
#include "engine/planner.h"
#include "engine/recorded_run.h"
#include "engine/selectivity.h"
#include "engine/station_pass.h"

#include <algorithm>
#include <numeric>

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

RuleYield& RuleYield::operator+=(const RuleYield& other) {
    inspected += other.inspected;
    hits += other.hits;
    return *this;
}

namespace {

std::vector<std::string> words_of(const shipment::Dictionary& dictionary) {
    std::vector<std::string> words(dictionary.size());
    for (std::size_t code = 0; code < words.size(); ++code) {
        words[code] = dictionary.word(static_cast<shipment::Code>(code));
    }
    return words;
}

void finish(const Selectivity& selectivity, const Counts& counts, Replication& out) {
    out.counts = counts;
    out.rules = selectivity.rule_counts();
    out.yields.resize(out.rules.size());
    out.labels = {words_of(selectivity.vocabulary().office),
                  words_of(selectivity.vocabulary().country)};
}

template <typename Run>
void move_shipments(const CompiledScenario& scenario, shipment::Source& source, random::Key key,
                    const Watch& watch, Replication& out) {
    Selectivity selectivity(scenario, source, key, watch);
    Planner planner(scenario.process, scenario.lists, key, scenario.epochs);
    Run run(scenario.process, scenario.window, scenario.horizon.start, out.tally, out.stations);
    run.follow(watch);
    ImporterGroups importers;
    Plan plan;
    selectivity.run(
        [&](const shipment::Block& block, const screening::Decisions& decisions) {
            planner.plan(block, selectivity.vocabulary(), decisions, plan);
            if (scenario.replayed) {
                importers.assign(block.declarations, selectivity.vocabulary(), plan.dossiers);
            }
            out.visits += static_cast<std::int64_t>(plan.steps.size());
            run.admit(plan);
        },
        [&](Instant time) { return run.find_out_before(time); });
    run.close();
    finish(selectivity, run.counts(), out);
    std::copy_n(run.yields().begin(), std::min(run.yields().size(), out.yields.size()),
                out.yields.begin());
}

void count_records(const CompiledScenario& scenario, shipment::Source& source, random::Key key,
                   const Watch& watch, Replication& out) {
    Selectivity selectivity(scenario, source, key, watch);
    RecordedRun run(scenario.lists, scenario.window, out.tally);
    selectivity.run(
        [&](const shipment::Block& block, const screening::Decisions& decisions) {
            run.admit(block, selectivity.vocabulary(), decisions, watch.counted);
        },
        [](Instant) { return std::vector<screening::Finding>(); });
    finish(selectivity, run.counts(), out);
}

}  // namespace

std::unique_ptr<shipment::Source> declarations_of(const CompiledScenario& scenario,
                                                  std::uint64_t number) {
    return scenario.feed->open(random::make_key(scenario.seed, number), scenario.epochs);
}

Replication run_replication(const CompiledScenario& scenario, std::uint64_t number,
                            const Watch& watch, Method method) {
    return run_replication(scenario, *declarations_of(scenario, number), number, watch, method);
}

Replication run_replication(const CompiledScenario& scenario, shipment::Source& source,
                            std::uint64_t number, const Watch& watch, Method method) {
    Replication out{.number = number,
                    .counts = {},
                    .tally = kpi::Tally(scenario.window, scenario.targets.release_within.value),
                    .stations = std::vector<kpi::StationTally>(scenario.process.stations.size()),
                    .rules = {},
                    .yields = {},
                    .labels = {}};
    if (scenario.replayed) {
        out.tally.keep_clusters();
    }
    const random::Key key = random::make_key(scenario.seed, number);
    if (method == Method::automatic) {
        method = scenario.process.feed_forward ? Method::station_pass : Method::event_list;
    }
    if (scenario.counts_records()) {
        count_records(scenario, source, key, watch, out);
    } else if (method == Method::station_pass) {
        move_shipments<StationPass>(scenario, source, key, watch, out);
    } else {
        move_shipments<EventRun>(scenario, source, key, watch, out);
    }
    GREENLANE_EXPECT(out.counts.conserved());
    return out;
}

}  // namespace greenlane::engine
