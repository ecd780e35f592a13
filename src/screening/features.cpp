#include "greenlane/screening/features.h"

#include <algorithm>
#include <array>

namespace greenlane::screening {

namespace {

using enum KeyField;

constexpr std::array<std::string_view, feature_kind_count> kind_names = {
    "volume", "inspected",  "age",   "recency", "first_time",   "risk",    "goods",
    "price",  "relational", "value", "mass",    "value_per_kg", "tax_rate"};

bool of_group(FeatureKind kind) {
    return kind < FeatureKind::value;
}

/// The first chain that holds a key, or the number of chains.
std::size_t chain_of(const FeatureDefinition& definition, GroupKey key) {
    const auto holds = [&](const RiskChain& chain) {
        return std::find(chain.keys.begin(), chain.keys.end(), key) != chain.keys.end();
    };
    return static_cast<std::size_t>(
        std::find_if(definition.chains.begin(), definition.chains.end(), holds) -
        definition.chains.begin());
}

std::string fault(const FeatureDefinition& definition, const Feature& feature) {
    const GroupKey key = feature.key;
    if (of_group(feature.kind) == key.empty()) {
        return key.empty() ? "needs a key" : "takes no key";
    }
    if (feature.kind == FeatureKind::risk &&
        chain_of(definition, key) == definition.chains.size()) {
        return "no chain holds the key";
    }
    if (feature.kind == FeatureKind::goods && key != GroupKey{importer}) {
        return "goods are counted for importers only";
    }
    if (feature.kind == FeatureKind::relational && key != GroupKey{importer} &&
        key != GroupKey{declarant} && key != GroupKey{seller}) {
        return "the network has importers, declarants and sellers only";
    }
    return "";
}

}  // namespace

std::string_view name(FeatureKind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::string name(const Feature& feature) {
    std::string text(name(feature.kind));
    return feature.key.empty() ? text : text + "(" + name(feature.key) + ")";
}

std::optional<Feature> parse_feature(std::string_view text) {
    const std::size_t open = text.find('(');
    const auto kind = std::find(kind_names.begin(), kind_names.end(), text.substr(0, open));
    if (kind == kind_names.end()) {
        return std::nullopt;
    }
    Feature feature{static_cast<FeatureKind>(kind - kind_names.begin()), {}};
    if (open != std::string_view::npos) {
        const std::optional<GroupKey> key =
            text.back() == ')' ? parse_group_key(text.substr(open + 1, text.size() - open - 2))
                               : std::nullopt;
        if (!key) {
            return std::nullopt;
        }
        feature.key = *key;
    }
    return name(feature) == text ? std::optional(feature) : std::nullopt;
}

std::string fault(const FeatureDefinition& definition) {
    if (definition.half_life < 0) {
        return "the half-life is negative";
    }
    for (const RiskChain& chain : definition.chains) {
        if (const std::string found = fault(chain); !found.empty()) {
            return found;
        }
    }
    for (const GroupKey key : definition.effects) {
        if (key.empty() ||
            std::count(definition.effects.begin(), definition.effects.end(), key) != 1) {
            return "a key of effects is empty or stands twice";
        }
    }
    for (const Feature& feature : definition.features) {
        if (const std::string found = fault(definition, feature); !found.empty()) {
            return name(feature) + ": " + found;
        }
        if (std::count(definition.features.begin(), definition.features.end(), feature) != 1) {
            return name(feature) + " stands twice";
        }
    }
    return "";
}

std::vector<GroupKey> keys_of(const FeatureDefinition& definition) {
    std::vector<GroupKey> keys;
    const auto need = [&](GroupKey key) {
        if (!key.empty() && std::find(keys.begin(), keys.end(), key) == keys.end()) {
            keys.push_back(key);
        }
    };
    for (const RiskChain& chain : definition.chains) {
        std::for_each(chain.keys.begin(), chain.keys.end(), need);
    }
    std::for_each(definition.effects.begin(), definition.effects.end(), need);
    for (const Feature& feature : definition.features) {
        need(feature.key);
        if (feature.kind == FeatureKind::goods) {
            need({importer, hs6});
        }
        if (feature.kind == FeatureKind::relational) {
            // The walk passes through the whole network, whichever end is asked for.
            for (const GroupKey key : {GroupKey{importer}, GroupKey{declarant}, GroupKey{seller},
                                       GroupKey{importer, declarant}, GroupKey{importer, seller}}) {
                need(key);
            }
        }
    }
    return keys;
}

GroupKey columns_of(const shipment::Declarations& block) {
    GroupKey found;
    const auto add = [&](bool there, GroupKey fields) {
        if (there) {
            found.fields |= fields.fields;
        }
    };
    add(!block.importer.empty(), {importer});
    add(!block.declarant.empty(), {declarant});
    add(!block.seller.empty(), {seller});
    add(!block.carrier.empty(), {carrier});
    add(!block.office.empty(), {office});
    add(!block.mode.empty(), {mode});
    add(!block.procedure.empty(), {procedure});
    add(!block.departure.empty(), {departure});
    add(!block.destination.empty(), {destination});
    add(!block.items.hs.empty(), {hs2, hs4, hs6, hs});
    add(!block.items.origin.empty(), {origin});
    add(!block.items.tax_rate.empty(), {tax_rate});
    add(!block.items.tax_type.empty(), {tax_type});
    add(!block.items.mass.empty(), {KeyField::mass});
    return found;
}

std::vector<std::string> missing_columns(const FeatureDefinition& definition,
                                         const shipment::Declarations& block) {
    std::uint32_t lacking = 0;
    const GroupKey there = columns_of(block);
    for (const GroupKey key : keys_of(definition)) {
        lacking |= key.fields & ~there.fields;
    }
    bool value = false;
    for (const Feature& feature : definition.features) {
        const bool priced =
            feature.kind == FeatureKind::value_per_kg || feature.kind == FeatureKind::price;
        value |= priced || feature.kind == FeatureKind::value;
        if (priced || feature.kind == FeatureKind::mass) {
            lacking |= GroupKey{KeyField::mass}.fields & ~there.fields;
        }
        if (feature.kind == FeatureKind::tax_rate) {
            lacking |= GroupKey{tax_rate}.fields & ~there.fields;
        }
    }
    std::vector<std::string> names;
    const auto add = [&](std::string_view column) {
        if (names.empty() || names.back() != column) {
            names.emplace_back(column);
        }
    };
    for (std::size_t i = 0; i < key_field_count; ++i) {
        const auto field = static_cast<KeyField>(i);
        if ((lacking >> i & 1) != 0) {
            add(hs_digits(field) > 0 ? "hs" : name(field));
        }
    }
    if (value && block.items.value.empty()) {
        add("value");
    }
    return names;
}

namespace {

/// Chains of the default set; what a block lacks falls out of them.
const std::vector<std::vector<GroupKey>>& default_chains() {
    static const std::vector<std::vector<GroupKey>> chains = {
        {{hs2},
         {hs4},
         {hs6},
         {hs6, origin},
         {hs6, origin, departure},
         {hs6, origin, departure, tax_rate},
         {hs6, origin, departure, tax_rate, tax_type}},
        {{origin}, {origin, departure}, {origin, departure, tax_type}},
        {{departure}},
        {{tax_type}, {tax_rate, tax_type}},
        {{importer}, {importer, hs6}, {importer, hs6, origin}},
        {{declarant}},
        {{seller}},
        {{carrier}},
        {{office}},
        {{mode}},
    };
    return chains;
}

}  // namespace

FeatureDefinition default_features(const shipment::Declarations& block) {
    const GroupKey there = columns_of(block);
    const auto has = [&](GroupKey key) { return (key.fields & ~there.fields) == 0; };
    FeatureDefinition made;
    const auto add = [&](FeatureKind kind, GroupKey key) {
        if (has(key)) {
            made.features.push_back({kind, key});
        }
    };
    for (const std::vector<GroupKey>& keys : default_chains()) {
        RiskChain chain;
        for (GroupKey key : keys) {
            // A longer key stands without the fields that the block lacks.
            if (!chain.keys.empty()) {
                key.fields &= there.fields;
            }
            if (has(key) && (chain.keys.empty() || chain.keys.back() != key) && !key.empty() &&
                chain_of(made, key) == made.chains.size()) {
                chain.keys.push_back(key);
            }
        }
        chain.strengths.assign(chain.keys.size(), default_strength);
        for (const GroupKey key : chain.keys) {
            add(FeatureKind::volume, key);
            add(FeatureKind::risk, key);
        }
        if (!chain.keys.empty()) {
            made.chains.push_back(std::move(chain));
        }
    }
    for (const GroupKey key : {GroupKey{importer}, GroupKey{declarant}, GroupKey{seller}}) {
        add(FeatureKind::inspected, key);
        add(FeatureKind::age, key);
        add(FeatureKind::recency, key);
        add(FeatureKind::relational, key);
    }
    for (const GroupKey key : {GroupKey{importer, hs6}, GroupKey{importer, origin},
                               GroupKey{hs6, origin}, GroupKey{importer, seller}}) {
        add(FeatureKind::first_time, key);
    }
    if (has({importer, hs6})) {
        add(FeatureKind::goods, {importer});
    }
    if (!block.items.value.empty()) {
        add(FeatureKind::value, {});
    }
    if (!block.items.mass.empty()) {
        add(FeatureKind::mass, {});
    }
    if (!block.items.value.empty() && !block.items.mass.empty()) {
        add(FeatureKind::value_per_kg, {});
        add(FeatureKind::price, {hs6});
        add(FeatureKind::price, {hs6, origin});
    }
    if (!block.items.tax_rate.empty()) {
        add(FeatureKind::tax_rate, {});
    }
    return made;
}

}  // namespace greenlane::screening
