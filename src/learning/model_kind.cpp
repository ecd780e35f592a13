#include "greenlane/learning/training.h"

#include <algorithm>
#include <array>

namespace greenlane::learning {

namespace {

using namespace screening;
using enum KeyField;

constexpr std::array<std::string_view, 3> kind_names = {"empirical-bayes", "logistic", "trees"};

/// Of the memory of the same goods until training has estimated it.
constexpr double memory_strength = 1;

FeatureDefinition default_effects(const shipment::Declarations& block) {
    const GroupKey there = columns_of(block);
    const auto has = [&](GroupKey key) { return (key.fields & ~there.fields) == 0; };
    FeatureDefinition made;
    for (const KeyField field : {hs2, hs4, hs6, origin, departure, tax_type, tax_rate, importer,
                                 declarant, seller, carrier, office}) {
        if (has({field})) {
            made.effects.push_back({field});
        }
    }
    if (!has({hs6, origin})) {
        return made;
    }
    made.effects.push_back({hs6, origin});
    GroupKey goods{hs6, origin, departure, tax_rate, tax_type};
    goods.fields &= there.fields;
    if (goods != made.effects.back()) {
        made.effects.push_back(goods);
    }
    made.chains.push_back({{goods}, {memory_strength}});
    return made;
}

std::optional<FeatureDefinition> named_effects(const std::vector<std::string>& names,
                                               std::string& unknown) {
    FeatureDefinition made;
    GroupKey finest;
    for (const std::string& text : names) {
        const std::optional<GroupKey> key = parse_group_key(text);
        if (!key) {
            unknown = text;
            return std::nullopt;
        }
        made.effects.push_back(*key);
        if (fields_of(*key).size() > std::max<std::size_t>(2, fields_of(finest).size())) {
            finest = *key;
        }
    }
    if (!finest.empty()) {
        made.chains.push_back({{finest}, {memory_strength}});
    }
    return made;
}

std::optional<FeatureDefinition> named_features(const std::vector<std::string>& names,
                                                std::string& unknown) {
    FeatureDefinition made;
    for (const std::string& text : names) {
        const std::optional<Feature> feature = parse_feature(text);
        if (!feature) {
            unknown = text;
            return std::nullopt;
        }
        made.features.push_back(*feature);
        if (feature->kind == FeatureKind::risk) {
            made.chains.push_back({{feature->key}, {default_strength}});
        }
    }
    return made;
}

}  // namespace

std::string_view name(ModelKind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::optional<ModelKind> parse_model_kind(std::string_view text) {
    const auto found = std::find(kind_names.begin(), kind_names.end(), text);
    return found == kind_names.end()
               ? std::nullopt
               : std::optional(static_cast<ModelKind>(found - kind_names.begin()));
}

FeatureDefinition default_definition(ModelKind kind, const shipment::Declarations& block) {
    return kind == ModelKind::empirical_bayes ? default_effects(block) : default_features(block);
}

std::optional<FeatureDefinition> named_definition(ModelKind kind,
                                                  const std::vector<std::string>& names,
                                                  std::string& unknown) {
    return kind == ModelKind::empirical_bayes ? named_effects(names, unknown)
                                              : named_features(names, unknown);
}

}  // namespace greenlane::learning
