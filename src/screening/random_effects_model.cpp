#include "greenlane/screening/random_effects_model.h"

#include "greenlane/core/contract.h"
#include "greenlane/screening/log_odds.h"

#include <algorithm>
#include <array>

namespace greenlane::screening {

namespace {

/// Items whose margins are taken through the memory together.
constexpr std::size_t chunk = 256;

double effect_of(const KeyEffects& key, Group group) {
    return group < key.effect.size() ? key.effect[group] : 0;
}

/// Takes items' margins, at most a chunk, through the memory of a chain; they stay as they are
/// where no outcome is known of an item's groups. `groups` has a row an item.
void remember(const ChainReader& chain, const RiskHistory& history, std::span<const Group> groups,
              std::span<double> margins) {
    const std::size_t items = margins.size();
    const std::size_t keys = groups.size() / items;
    std::array<double, chunk> expected{};
    std::array<double, chunk> remembered{};
    std::copy(margins.begin(), margins.end(), expected.begin());
    probabilities(std::span(expected).first(items));
    for (std::size_t i = 0; i < items; ++i) {
        remembered[i] = chain.rate(history, groups.subspan(i * keys, keys), expected[i]);
    }
    std::array<double, chunk> log_odds_of = remembered;
    log_odds(std::span(log_odds_of).first(items));
    for (std::size_t i = 0; i < items; ++i) {
        margins[i] = remembered[i] == expected[i] ? margins[i] : log_odds_of[i];
    }
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
        out[i] = margin;
    }
    for (const ChainReader& chain : chains_) {
        for (std::size_t first = 0; first < out.size(); first += chunk) {
            const std::size_t count = std::min(chunk, out.size() - first);
            remember(chain, history,
                     std::span(groups.groups).subspan(first * groups.keys, count * groups.keys),
                     out.subspan(first, count));
        }
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
        remember(chain, history, item, {&margin, 1});
        parts.push_back(margin - before);
    }
    return parts;
}

}  // namespace greenlane::screening
