#include "learning/effects_strategy.h"

#include "greenlane/learning/random_effects.h"
#include "greenlane/learning/training.h"
#include "greenlane/random/arithmetic.h"
#include "greenlane/screening/log_odds.h"

#include "learning/ranking_order.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace greenlane::learning {

namespace {

using namespace screening;
using enum KeyField;

constexpr GroupKey diverse{hs6, origin};
/// What of uninspected goods of one HS-6 and origin the later ones count in a week.
constexpr double repeated_share = 0.5;

bool by_traders(StrategyKind kind) {
    return kind == StrategyKind::trader_history || kind == StrategyKind::thompson;
}

/// As in training, but that the goods remembered are told apart by their mass too: here the same
/// declaration comes again, and has to be known as such.
FeatureDefinition definition_of(StrategyKind kind, const StrategyParts& parts) {
    const GroupKey there = columns_of(*parts.first);
    FeatureDefinition made;
    if (by_traders(kind)) {
        for (const KeyField trader : {importer, declarant, seller}) {
            if (there.has(trader)) {
                made.effects.push_back({trader});
            }
        }
    } else {
        made = default_definition(ModelKind::empirical_bayes, *parts.first);
        for (RiskChain& chain : made.chains) {
            chain.keys.back().fields |= GroupKey{KeyField::mass}.fields & there.fields;
        }
    }
    made.half_life = parts.half_life;
    return made;
}

}  // namespace

EffectsStrategy::EffectsStrategy(StrategyKind kind, const StrategyParts& parts)
    : kind_(kind),
      definition_(definition_of(kind, parts)),
      half_life_(parts.half_life),
      key_(parts.key),
      history_(keys_of(definition_), parts.half_life),
      effects_(definition_, history_.groups()),
      items_(history_.groups(), *parts.vocabulary) {
    for (const GroupKey key : definition_.effects) {
        columns_.push_back(history_.groups().index(key));
    }
    if (kind == StrategyKind::empirical_bayes && !definition_.chains.empty()) {
        diversity_.emplace(Diversity{history_.groups().index(diverse),
                                     ChainReader(definition_.chains.front(), history_.groups())});
    }
    refit(0, 0);
}

void EffectsStrategy::score(const Week& week, std::span<const double> ties, std::span<double> out) {
    items_.read(week);
    history_.enter(week.begin);
    std::vector<double> scores(items_.groups().items());
    effects_.margins(kind_ == StrategyKind::thompson ? drawn() : model_, history_, items_.groups(),
                     scores);
    probabilities(scores);
    if (kind_ == StrategyKind::uncertainty) {
        for (double& score : scores) {
            score = -std::abs(score - 0.5);
        }
    }
    items_.largest(scores, out);
    if (diversity_) {
        halve_repeated(ties, out);
    }
    ++week_;
}

/// Each effect drawn from its posterior, Normal(effect, 1 / (information + 1 / V)).
RandomEffectsModel EffectsStrategy::drawn() const {
    RandomEffectsModel drawn = model_;
    for (std::size_t k = 0; k < drawn.keys.size(); ++k) {
        KeyEffects& key = drawn.keys[k];
        key.effect.resize(history_.groups().size(columns_[k]));
        key.information.resize(key.effect.size());
        const std::string name = screening::name(definition_.effects[k]);
        std::vector<std::uint64_t> words(key.effect.size());
        random::draw_range(key_, 0, {random::Purpose::lottery, random::name_key(name), week_},
                           words, {});
        std::vector<double> normal(words.size());
        random::uniforms(words, normal);
        random::normal_quantile(normal, normal);
        for (std::size_t group = 0; group < normal.size(); ++group) {
            key.effect[group] +=
                normal[group] / std::sqrt(key.information[group] + 1 / key.variance);
        }
    }
    return drawn;
}

/// One inspection of such goods tells of them all: the next is worth more where nothing is known.
void EffectsStrategy::halve_repeated(std::span<const double> ties, std::span<double> scores) const {
    std::unordered_set<Group> met;
    for (const std::uint32_t row : falling(scores, ties)) {
        for (std::size_t item = items_.begin_of(row); item < items_.begin_of(row + 1); ++item) {
            const std::span<const Group> groups = items_.groups().of(item);
            const Group group = groups[diversity_->key];
            const bool repeated = group != no_group && !met.insert(group).second;
            if (repeated &&
                diversity_->memory.finest(history_, groups) == diversity_->memory.levels()) {
                scores[row] *= repeated_share;
                break;
            }
        }
    }
}

void EffectsStrategy::inspect(const Week&, std::span<const std::uint32_t> rows) {
    inspected_.inspect(items_, rows);
}

void EffectsStrategy::find_out(std::span<const shipment::Outcome> outcomes, Instant known_at) {
    inspected_.find_out(outcomes, known_at, history_);
}

void EffectsStrategy::refit(Instant now, std::size_t weeks) {
    std::vector<std::vector<Group>> columns;
    const std::vector<double> weight = inspected_.weights(now, half_life_);
    GroupedRows rows{{}, {}, inspected_.violation(), weight};
    for (const std::size_t column : columns_) {
        columns.push_back(inspected_.groups(column));
        rows.sizes.push_back(history_.groups().size(column));
    }
    rows.groups.assign(columns.begin(), columns.end());
    const int sweeps = fitted_ ? sweeps_from_last * static_cast<int>(weeks) : sweeps_from_nothing;
    model_ = fit_random_effects(rows, sweeps, model_);
    fitted_ = inspected_.known() > 0;
}

}  // namespace greenlane::learning
