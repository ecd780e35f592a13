#include "learning/rules_strategy.h"

#include <algorithm>

namespace greenlane::learning {

RulesStrategy::RulesStrategy(const StrategyParts& parts)
    : vocabulary_(*parts.vocabulary),
      screener_(*parts.profile, parts.key, parts.epochs, parts.score) {}

void RulesStrategy::score(const Week& week, std::span<const double>, std::span<double> out) {
    /// More than the points of any row.
    constexpr double by_rule = 4e9;
    std::size_t row = 0;
    for (const shipment::Declarations& block : week.blocks) {
        screener_.screen(block, {}, vocabulary_, decisions_);
        for (std::size_t i = 0; i < decisions_.rows(); ++i) {
            const bool selected = (decisions_.traits[i] & screening::by_rule) != 0;
            out[row++] = (selected ? by_rule : 0) + decisions_.points[i];
        }
    }
}

void RulesStrategy::inspect(const Week& week, std::span<const std::uint32_t> rows) {
    if (!screener_.follows_findings()) {
        return;
    }
    std::vector<screening::Finding> unlooked;
    std::size_t next = 0;
    for (std::uint32_t row = 0; row < week.rows; ++row) {
        const std::uint64_t shipment = week.first_shipment + row;
        if (next < rows.size() && rows[next] == row) {
            inspected_.push_back(shipment);
            ++next;
        } else {
            unlooked.push_back({shipment, shipment::Outcome::unknown, week.end - 1});
        }
    }
    screener_.find_out(unlooked);
}

void RulesStrategy::find_out(std::span<const shipment::Outcome> outcomes, Instant known_at) {
    if (!screener_.follows_findings()) {
        return;
    }
    std::vector<screening::Finding> found;
    for (const shipment::Outcome outcome : outcomes) {
        found.push_back({inspected_.front(), outcome, known_at});
        inspected_.pop_front();
    }
    screener_.find_out(found);
}

}  // namespace greenlane::learning
