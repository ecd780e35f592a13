#pragma once

#include "greenlane/screening/group_key.h"
#include "greenlane/screening/relational_risk.h"
#include "greenlane/screening/risk_chain.h"
#include "greenlane/screening/risk_history.h"
#include "greenlane/shipment/declarations.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::screening {

/// What a feature says of an item. Logarithms are natural; what is not known is not a number.
enum class FeatureKind : std::uint8_t {
    // of a group, as of the start of the decision epoch
    volume,      ///< ln(1 + items declared)
    inspected,   ///< ln(1 + items with a known outcome)
    age,         ///< ln(1 + days since the first lodgement); unknown before it
    recency,     ///< ln(1 + days since the latest lodgement); unknown before the first
    first_time,  ///< 1 where the group was never declared, else 0
    risk,        ///< log-odds of the hit rate shrunk along the first chain that holds the key
    goods,       ///< ln(1 + distinct HS-6 codes) of an importer
    price,       ///< ln(value per kg) less its mean in the group: the reference price
    relational,  ///< log-odds of the hit rate around a trader; importer, declarant or seller only
    // of the item; their key is empty
    value,         ///< ln(1 + value in minor units)
    mass,          ///< ln(1 + grams)
    value_per_kg,  ///< ln(minor units per kg)
    tax_rate,      ///< as a share of the value
};
inline constexpr std::size_t feature_kind_count = 13;
std::string_view name(FeatureKind kind);

struct Feature {
    FeatureKind kind;
    GroupKey key;
    friend bool operator==(const Feature&, const Feature&) = default;
};

/// "risk(hs6*origin)", "value".
std::string name(const Feature& feature);
/// nullopt for what name() would not write.
std::optional<Feature> parse_feature(std::string_view text);

/// Which features a model reads, and how hit rates are shrunk.
struct FeatureDefinition {
    std::vector<RiskChain> chains;
    std::vector<GroupKey> effects;  ///< keys whose groups have effects (random_effects_model.h)
    std::vector<Feature> features;
    Duration half_life = 0;  ///< of the history; 0: nothing is forgotten

    friend bool operator==(const FeatureDefinition&, const FeatureDefinition&) = default;
};

/// The first thing wrong with a definition; empty where there is none.
std::string fault(const FeatureDefinition& definition);
/// The keys that a history must have for the chains and features, in the order of their first use.
std::vector<GroupKey> keys_of(const FeatureDefinition& definition);

/// The fields of which a block has a column.
GroupKey columns_of(const shipment::Declarations& block);
/// The columns that a definition reads and a block lacks, by name, each once.
std::vector<std::string> missing_columns(const FeatureDefinition& definition,
                                         const shipment::Declarations& block);

/// How many inspections a coarser group's rate weighs, where no history has told
/// (estimate_strengths()): about what the finer goods keys of the Korean declarations tell.
inline constexpr double default_strength = 2;

/// A set for the columns that a block has: single keys, pairs and longer keys, the trader network,
/// value, mass and tax. Chains: goods from hs2 to hs6 * origin * departure * tax_rate * tax_type,
/// and each other single key or pair by itself; all of the default strength.
FeatureDefinition default_features(const shipment::Declarations& block);

/// Features of a block's items: a row an item, a column a feature.
struct FeatureMatrix {
    std::size_t columns = 0;
    std::vector<float> values;  ///< row-major

    std::size_t rows() const { return columns == 0 ? 0 : values.size() / columns; }
    std::span<const float> row(std::size_t item) const {
        return {values.data() + item * columns, columns};
    }
};

/// Computes features from a history as it stands; it sees no outcome but what that has taken in.
class FeatureReader {
public:
    /// The definition has no fault(); `groups` has the keys_of() it.
    FeatureReader(const FeatureDefinition& definition, const GroupTable& groups);

    std::size_t columns() const { return features_.size(); }
    /// `groups` are those of the block's items.
    void read(const shipment::Declarations& block, const ItemGroups& groups,
              const RiskHistory& history, const RelationalRisk& relational, FeatureMatrix& out);

private:
    static constexpr std::size_t no_column = static_cast<std::size_t>(-1);
    struct Risk {
        ChainReader chain;
        std::vector<std::size_t> columns;  ///< by level; no_column where it is no feature
    };
    void read_risks(std::size_t first, std::size_t count, const ItemGroups& groups,
                    const RiskHistory& history, FeatureMatrix& out);

    std::vector<Feature> features_;
    std::vector<std::size_t> key_;  ///< by feature: its key among the history's
    std::vector<Risk> risks_;
    std::vector<double> rates_;
    std::vector<double> log_prices_;
};

}  // namespace greenlane::screening
