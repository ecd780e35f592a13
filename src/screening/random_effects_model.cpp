#include "greenlane/screening/random_effects_model.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/arithmetic.h"

#include <algorithm>
#include <array>

namespace greenlane::screening {

namespace {

double effect_of(const KeyEffects& key, Group group) {
    return group < key.effect.size() ? key.effect[group] : 0;
}

double probability(double margin) {
    return 1 / (1 + random::exp(std::clamp(-margin, -700.0, 700.0)));
}

/// Margins are kept where a probability can still be told from 0 and 1.
double log_odds(double probability) {
    const double inside = std::clamp(probability, 1e-12, 1 - 1e-12);
    return random::log(inside / (1 - inside));
}

/// The margin after a chain's memory of an item; as it was where nothing is known of it.
double remembered(double margin, const ChainReader& chain, const RiskHistory& history,
                  std::span<const Group> item) {
    return chain.finest(history, item) == chain.levels()
               ? margin
               : log_odds(chain.rate(history, item, probability(margin)));
}

}  // namespace

EffectsReader::EffectsReader(const FeatureDefinition& definition, const GroupTable& groups) {
    for (const GroupKey key : definition.effects) {
        keys_.push_back(groups.index(key));
    }
    for (const RiskChain& chain : definition.chains) {
        chains_.emplace_back(chain, groups);
    }
}

void EffectsReader::margins(const RandomEffectsModel& model, const RiskHistory& history,
                            const ItemGroups& groups, std::span<double> out) const {
    GREENLANE_EXPECT(model.keys.size() == keys_.size() && out.size() == groups.items());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::span<const Group> item = groups.of(i);
        double margin = model.intercept;
        for (std::size_t k = 0; k < keys_.size(); ++k) {
            margin += effect_of(model.keys[k], item[keys_[k]]);
        }
        for (const ChainReader& chain : chains_) {
            margin = remembered(margin, chain, history, item);
        }
        out[i] = margin;
    }
}

std::vector<double> EffectsReader::contributions(const RandomEffectsModel& model,
                                                 const RiskHistory& history,
                                                 std::span<const Group> item) const {
    std::vector<double> parts;
    double margin = model.intercept;
    for (std::size_t k = 0; k < keys_.size(); ++k) {
        parts.push_back(effect_of(model.keys[k], item[keys_[k]]));
        margin += parts.back();
    }
    for (const ChainReader& chain : chains_) {
        const double before = margin;
        margin = remembered(margin, chain, history, item);
        parts.push_back(margin - before);
    }
    return parts;
}

}  // namespace greenlane::screening
