#pragma once

#include "greenlane/learning/strategy.h"
#include "greenlane/screening/features.h"
#include "greenlane/screening/forest_model.h"
#include "greenlane/screening/logistic_model.h"
#include "greenlane/screening/relational_risk.h"
#include "greenlane/screening/risk_history.h"

#include "learning/inspected_items.h"

#include <optional>
#include <variant>

namespace greenlane::learning {

/// Strategies that score by a model of features: each item's as of the week of its lodgement.
class FeatureStrategy final : public Strategy {
public:
    /// logistic or trees.
    FeatureStrategy(StrategyKind kind, const StrategyParts& parts);

    void score(const Week& week, std::span<const double> ties, std::span<double> out) override;
    void inspect(const Week& week, std::span<const std::uint32_t> rows) override;
    void find_out(std::span<const shipment::Outcome> outcomes, Instant known_at) override;
    void refit(Instant now, std::size_t weeks) override;

private:
    void read_features(const Week& week);

    StrategyKind kind_;
    screening::FeatureDefinition definition_;
    Duration half_life_;
    std::uint32_t seed_;
    screening::RiskHistory history_;
    screening::FeatureReader reader_;
    WeekItems items_;
    screening::FeatureMatrix features_;  ///< of the week last scored
    InspectedItems inspected_;
    screening::FeatureMatrix inspected_features_;
    /// None until both classes are known.
    std::variant<std::monostate, screening::LogisticModel, screening::FlatForest> model_;
};

}  // namespace greenlane::learning
