#pragma once

#include "greenlane/learning/strategy.h"
#include "greenlane/screening/screener.h"

#include <deque>

namespace greenlane::learning {

/// What a profile's rules select comes first, more points before fewer. Its lottery and its
/// capacities do not count: the loop has its own.
class RulesStrategy final : public Strategy {
public:
    explicit RulesStrategy(const StrategyParts& parts);

    void score(const Week& week, std::span<const double> ties, std::span<double> out) override;
    void inspect(const Week& week, std::span<const std::uint32_t> rows) override;
    void find_out(std::span<const shipment::Outcome> outcomes, Instant known_at) override;
    void refit(Instant, std::size_t) override {}

private:
    const shipment::Vocabulary& vocabulary_;
    screening::Screener screener_;
    screening::Decisions decisions_;
    std::deque<std::uint64_t> inspected_;  ///< not yet found out
};

}  // namespace greenlane::learning
