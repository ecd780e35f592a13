#pragma once

#include "greenlane/core/units.h"
#include "greenlane/learning/week.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/random/draw.h"
#include "greenlane/screening/score_model.h"
#include "greenlane/shipment/epochs.h"
#include "greenlane/shipment/records.h"
#include "greenlane/shipment/vocabulary.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace greenlane::learning {

/// How a week's declarations are ranked.
enum class StrategyKind : std::uint8_t {
    random,  ///< by a draw
    /// Those that the profile's rules select first, by points.
    rules,
    /// Crossed random effects of importers, declarants and sellers (random_effects.h): their hit
    /// rates, shrunk.
    trader_history,
    /// Crossed random effects of all keys, memory of the same goods, and diversity: of uninspected
    /// goods of one HS-6 and origin in a week, the later ones count half.
    empirical_bayes,
    logistic,
    trees,
    /// trader_history with each effect drawn anew every week from its posterior, taken as normal
    /// (Thompson 1933; for such models: Chapelle and Li 2011, NIPS 24).
    thompson,
    /// Nearest to probability 1/2 by empirical_bayes (uncertainty sampling: Lewis and Gale 1994).
    uncertainty,
    /// By a weighted mean of the ranks that other strategies give.
    hybrid,
};
inline constexpr std::array all_strategies{
    StrategyKind::random,          StrategyKind::rules,       StrategyKind::trader_history,
    StrategyKind::empirical_bayes, StrategyKind::logistic,    StrategyKind::trees,
    StrategyKind::thompson,        StrategyKind::uncertainty, StrategyKind::hybrid};
std::string_view name(StrategyKind kind);  ///< "empirical-bayes"

/// Ranks the weeks of one replication, from what was found out before each. No function takes
/// truth, so a leak does not compile.
class Strategy {
public:
    Strategy() = default;
    Strategy(const Strategy&) = delete;
    Strategy& operator=(const Strategy&) = delete;
    virtual ~Strategy() = default;

    /// A score a row: higher is inspected first. Called once a week, in order. `ties` holds a
    /// uniform draw a row: of equal scores the higher draw comes first.
    virtual void score(const Week& week, std::span<const double> ties, std::span<double> out) = 0;
    /// The rows, rising, of the week last scored that are inspected.
    virtual void inspect(const Week& week, std::span<const std::uint32_t> rows) = 0;
    /// The outcomes of the earliest inspected week not yet found out, in the order of its rows;
    /// what was found of a declaration counts for all its items.
    virtual void find_out(std::span<const shipment::Outcome> outcomes, Instant known_at) = 0;
    /// Fits to all that was found out by now. `weeks` have passed since the last fit.
    virtual void refit(Instant now, std::size_t weeks) = 0;
};

/// A strategy of a hybrid, and the weight of its ranks.
struct Share {
    StrategyKind kind;
    double weight;
};

/// What strategies are made from. All of it outlives them.
struct StrategyParts {
    const shipment::Declarations* first = nullptr;  ///< a block: which columns there are
    const shipment::Vocabulary* vocabulary = nullptr;
    const profile::CompiledProfile* profile = nullptr;  ///< for `rules` only
    const screening::FrozenScore* score = nullptr;      ///< of that profile's model, if it has one
    std::span<const Share> mix;                         ///< for `hybrid` only
    shipment::Epochs epochs;
    Duration half_life = 0;  ///< of outcomes; 0: nothing is forgotten
    random::Key key{};       ///< of the replication
};
std::unique_ptr<Strategy> make_strategy(StrategyKind kind, const StrategyParts& parts);

}  // namespace greenlane::learning
