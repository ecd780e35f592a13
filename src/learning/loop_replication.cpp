#include "learning/loop_replication.h"

#include "greenlane/random/draw.h"

#include <utility>

namespace greenlane::learning {

using shipment::Outcome;

LoopReplication::LoopReplication(const WeeklyDeclarations& declarations,
                                 const LearningDefinition& definition, const StrategyParts& parts)
    : declarations_(declarations),
      definition_(definition),
      key_(parts.key),
      targeting_(definition, parts) {
    for (std::size_t w = 0; w < definition.initial_weeks; ++w) {
        look_back(declarations.weeks[w], declarations.truth[w]);
    }
}

Inspections LoopReplication::play(std::size_t week, std::uint64_t count,
                                  const std::optional<Drift>& drift) {
    const Week& declared = declarations_.weeks[definition_.initial_weeks + week];
    const WeekTruth& truth = declarations_.truth[definition_.initial_weeks + week];
    if (declared.rows == 0) {
        return {};
    }
    const Selection selection = targeting_.select(declared, count, drift);
    std::vector<Outcome> outcomes;
    Inspections done;
    done.selected = selection.inspected.size();
    for (std::size_t i = 0; i < selection.inspected.size(); ++i) {
        const std::uint32_t row = selection.inspected[i];
        outcomes.push_back(truth.outcome[row]);
        const bool hit = outcomes.back() == Outcome::violation;
        done.hits += hit ? 1 : 0;
        done.explored += selection.explored[i];
        done.explored_hits += hit && selection.explored[i] != 0 ? 1 : 0;
        done.revenue += hit && !truth.revenue.empty() ? truth.revenue[row] : 0;
    }
    for (const std::uint32_t row : selection.displaced) {
        done.displaced_hits += truth.outcome[row] == Outcome::violation ? 1 : 0;
    }
    targeting_.find_out(declared, std::move(outcomes));
    return done;
}

void LoopReplication::look_back(const Week& week, const WeekTruth& truth) {
    if (week.rows == 0) {
        return;
    }
    std::vector<std::uint32_t> rows;
    std::vector<Outcome> outcomes;
    std::uint32_t row = 0;
    for (const shipment::Declarations& block : week.blocks) {
        for (std::size_t i = 0; i < block.rows(); ++i, ++row) {
            if (truth.outcome[row] != Outcome::unknown && known(block, i, truth, row)) {
                rows.push_back(row);
                outcomes.push_back(truth.outcome[row]);
            }
        }
    }
    targeting_.look_back(week, rows, outcomes);
}

bool LoopReplication::known(const shipment::Declarations& block, std::size_t i,
                            const WeekTruth& truth, std::size_t row) const {
    const auto drawn = [&](std::uint64_t number, std::string_view name) {
        const random::Stream stream{random::Purpose::lottery, random::name_key(name)};
        return random::happens(random::draw(key_, number, stream).first, definition_.known);
    };
    switch (definition_.masking) {
        case Masking::none:
            return true;
        case Masking::row:
            return drawn(block.first_shipment + i, "known declaration");
        case Masking::importer:
            return drawn(block.importer[i], "known importer");
        case Masking::as_given:
            return truth.recorded[row] == shipment::Ternary::yes;
    }
    return false;
}

}  // namespace greenlane::learning
