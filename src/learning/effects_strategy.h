#pragma once

#include "greenlane/learning/strategy.h"
#include "greenlane/screening/random_effects_model.h"
#include "greenlane/screening/risk_chain.h"
#include "greenlane/screening/risk_history.h"

#include "learning/inspected_items.h"

#include <optional>

namespace greenlane::learning {

/// Strategies that score by crossed random effects.
class EffectsStrategy final : public Strategy {
public:
    /// trader_history, empirical_bayes, thompson or uncertainty.
    EffectsStrategy(StrategyKind kind, const StrategyParts& parts);

    void score(const Week& week, std::span<const double> ties, std::span<double> out) override;
    void inspect(const Week& week, std::span<const std::uint32_t> rows) override;
    void find_out(std::span<const shipment::Outcome> outcomes, Instant known_at) override;
    void refit(Instant now, std::size_t weeks) override;

private:
    screening::RandomEffectsModel drawn() const;
    void halve_repeated(std::span<const double> ties, std::span<double> scores) const;

    StrategyKind kind_;
    screening::FeatureDefinition definition_;
    Duration half_life_;
    random::Key key_;
    screening::RiskHistory history_;
    screening::EffectsReader effects_;
    std::vector<std::size_t> columns_;  ///< by effect: its key among the history's
    /// Where goods are remembered: the key hs6*origin, and the goods.
    struct Diversity {
        std::size_t key;
        screening::ChainReader memory;
    };
    std::optional<Diversity> diversity_;
    screening::RandomEffectsModel model_;
    bool fitted_ = false;  ///< to any outcome
    WeekItems items_;
    InspectedItems inspected_;
    std::uint32_t week_ = 0;  ///< weeks scored
};

}  // namespace greenlane::learning
