#include "greenlane/learning/strategy.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"
#include "greenlane/screening/features.h"

#include "learning/effects_strategy.h"
#include "learning/feature_strategy.h"
#include "learning/ranking_order.h"
#include "learning/rules_strategy.h"

#include <algorithm>

namespace greenlane::learning {

namespace {

using enum StrategyKind;

constexpr std::array<std::string_view, all_strategies.size()> names = {
    "random", "rules",    "trader-history", "empirical-bayes", "logistic",
    "trees",  "thompson", "uncertainty",    "hybrid"};

class RandomStrategy final : public Strategy {
public:
    void score(const Week&, std::span<const double>, std::span<double> out) override {
        std::fill(out.begin(), out.end(), 0.0);
    }
    void inspect(const Week&, std::span<const std::uint32_t>) override {}
    void find_out(std::span<const shipment::Outcome>, Instant) override {}
    void refit(Instant, std::size_t) override {}
};

/// The weighted mean of the ranks of others, the first row having rank 1, the last 0.
class HybridStrategy final : public Strategy {
public:
    explicit HybridStrategy(const StrategyParts& parts) {
        for (const Share& share : parts.mix) {
            parts_.push_back({make_strategy(share.kind, parts), share.weight});
        }
    }

    void score(const Week& week, std::span<const double> ties, std::span<double> out) override {
        std::fill(out.begin(), out.end(), 0.0);
        std::vector<double> scores(out.size());
        for (const auto& [strategy, weight] : parts_) {
            strategy->score(week, ties, scores);
            auto below = static_cast<double>(out.size());
            for (const std::uint32_t row : falling(scores, ties)) {
                out[row] += weight * --below;
            }
        }
    }
    void inspect(const Week& week, std::span<const std::uint32_t> rows) override {
        for (const auto& part : parts_) {
            part.strategy->inspect(week, rows);
        }
    }
    void find_out(std::span<const shipment::Outcome> outcomes, Instant known_at) override {
        for (const auto& part : parts_) {
            part.strategy->find_out(outcomes, known_at);
        }
    }
    void refit(Instant now, std::size_t weeks) override {
        for (const auto& part : parts_) {
            part.strategy->refit(now, weeks);
        }
    }

private:
    struct Part {
        std::unique_ptr<Strategy> strategy;
        double weight;
    };
    std::vector<Part> parts_;
};

/// Columns without which a strategy has nothing to tell rows apart by.
void expect_columns(StrategyKind kind, const shipment::Declarations& first) {
    using enum screening::KeyField;
    const screening::GroupKey there = screening::columns_of(first);
    const bool traders = there.has(importer) || there.has(declarant) || there.has(seller);
    const bool needs_traders = kind == trader_history || kind == thompson;
    const bool needs_any =
        kind == empirical_bayes || kind == uncertainty || kind == logistic || kind == trees;
    if ((needs_traders && !traders) || (needs_any && !traders && !there.has(hs6))) {
        throw InputError(Failure::declarations, "",
                         "the declarations name no importer, declarant or seller" +
                             std::string(needs_any ? ", and no goods code" : "") +
                             ": nothing for the strategy '" + std::string(name(kind)) + "'",
                         "map those columns");
    }
}

}  // namespace

std::string_view name(StrategyKind kind) {
    return names[static_cast<std::size_t>(kind)];
}

std::unique_ptr<Strategy> make_strategy(StrategyKind kind, const StrategyParts& parts) {
    expect_columns(kind, *parts.first);
    switch (kind) {
        case random:
            return std::make_unique<RandomStrategy>();
        case rules:
            GREENLANE_EXPECT(parts.profile != nullptr);
            return std::make_unique<RulesStrategy>(parts);
        case trader_history:
        case empirical_bayes:
        case thompson:
        case uncertainty:
            return std::make_unique<EffectsStrategy>(kind, parts);
        case logistic:
        case trees:
            return std::make_unique<FeatureStrategy>(kind, parts);
        case hybrid:
            return std::make_unique<HybridStrategy>(parts);
    }
    return nullptr;
}

}  // namespace greenlane::learning
