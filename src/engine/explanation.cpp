#include "greenlane/engine/explanation.h"

#include "greenlane/core/contract.h"
#include "greenlane/engine/replication.h"

#include "engine/epoch_log.h"

#include <algorithm>
#include <charconv>

namespace greenlane::engine {

namespace {

std::optional<std::uint64_t> whole_number(const std::string& text) {
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && rest == end ? std::optional(value) : std::nullopt;
}

ScoreReasons score_reasons(const screening::FrozenScore& score, const shipment::Block& block,
                           const shipment::Vocabulary& vocabulary, std::size_t row) {
    screening::Scorer scorer(score);
    screening::Scores scores;
    scorer.score(block.declarations, vocabulary, scores);
    const auto first = scores.item_margin.begin();
    const auto begin = first + block.declarations.first_item[row];
    const auto riskiest = std::max_element(begin, first + block.declarations.first_item[row + 1]);
    return {scores.declaration[row], static_cast<std::size_t>(riskiest - begin),
            scorer.explain(static_cast<std::size_t>(riskiest - first))};
}

bool has_items(const shipment::Declarations& block, std::size_t row) {
    return !block.first_item.empty() && block.first_item[row] < block.first_item[row + 1];
}

}  // namespace

std::uint64_t find_shipment(const CompiledScenario& scenario, std::uint64_t replication,
                            const std::string& name) {
    const auto source =
        scenario.feed->open(random::make_key(scenario.seed, replication), scenario.epochs);
    const std::optional<std::uint64_t> index = whole_number(name);
    shipment::Block block;
    std::uint64_t shipments = 0;
    std::string first;
    std::string last;
    while (source->next(block)) {
        const shipment::TextColumn& numbers = block.declarations.number;
        shipments += block.declarations.rows();
        if (numbers.absent()) {
            if (index && *index < shipments) {
                return *index;
            }
            continue;
        }
        for (std::size_t row = 0; row < numbers.size(); ++row) {
            if (numbers[row] == name) {
                return block.declarations.first_shipment + row;
            }
        }
        if (first.empty()) {
            first = numbers[0];
        }
        last = numbers[numbers.size() - 1];
    }
    if (index && *index < shipments) {
        return *index;
    }
    const std::string there_are =
        "there are " + std::to_string(shipments) + ", counted from 0" +
        (first.empty() ? "" : ", with numbers from '" + first + "' to '" + last + "'");
    throw InputError(Failure::usage, "", "no shipment '" + name + "'", there_are);
}

Explanation explain(const CompiledScenario& scenario, std::uint64_t replication,
                    std::uint64_t shipment, const std::function<bool()>& goes_on) {
    Explanation explanation;
    explanation.replication = replication;
    explanation.shipment = shipment;
    explanation.journey.shipment = shipment;
    const random::Key key = random::make_key(scenario.seed, replication);
    const profile::CompiledProfile* profile = scenario.profile ? &*scenario.profile : nullptr;
    std::optional<EpochLog> log;
    if (profile != nullptr) {
        log.emplace(*profile, scenario.epochs, shipment);
    }
    bool found = false;
    const auto is_in = [shipment](const shipment::Declarations& block) {
        return shipment >= block.first_shipment && shipment - block.first_shipment < block.rows();
    };
    Watch watch;
    watch.journey = &explanation.journey;
    watch.screened = [&](const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                         const screening::Decisions& decisions, screening::Screener& screener) {
        if (is_in(block.declarations) && !profile->recorded) {
            const std::size_t row = shipment - block.declarations.first_shipment;
            explanation.history = screener.history();
            explanation.reasons =
                screening::reasons_for(*profile, key, scenario.epochs, screener, block.declarations,
                                       vocabulary, row, decisions.points[row]);
        }
    };
    watch.decided = [&](const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                        const screening::Decisions& decisions) {
        if (log) {
            log->add(block.declarations, decisions);
        }
        if (!is_in(block.declarations)) {
            return;
        }
        found = true;
        explanation.block = block;
        explanation.vocabulary = vocabulary;
        explanation.row = shipment - block.declarations.first_shipment;
        explanation.decisions = decisions;
        if (scenario.score && has_items(block.declarations, explanation.row)) {
            explanation.score = score_reasons(*scenario.score, block, vocabulary, explanation.row);
        }
    };
    watch.goes_on = [&](std::uint64_t) {
        return goes_on() && !(explanation.journey.over && (!log || log->complete()));
    };
    try {
        run_replication(scenario, replication, watch);
    } catch (const Interrupted&) {
        if (!explanation.journey.over) {
            throw;
        }
    }
    GREENLANE_EXPECT(found);
    if (log && !profile->recorded) {
        explanation.places = log->places();
    }
    return explanation;
}

}  // namespace greenlane::engine
