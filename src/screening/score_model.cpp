#include "greenlane/screening/score_model.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace greenlane::screening {

void probabilities(std::span<double> margins) {
    for (double& margin : margins) {
        margin = -std::clamp(margin, -700.0, 700.0);
    }
    random::exp(margins, margins);
    for (double& odds_against : margins) {
        odds_against = 1 / (1 + odds_against);
    }
}

namespace {

std::string fault_of(const AdditiveModel& model, const FeatureDefinition& definition) {
    if (model.weights.size() != definition.chains.size()) {
        return "the model needs a weight for each chain";
    }
    bool finite = std::isfinite(model.intercept);
    for (const double weight : model.weights) {
        finite = finite && std::isfinite(weight);
    }
    return finite ? "" : "a weight is not finite";
}

std::string fault_of(const LogisticModel& model, const FeatureDefinition& definition) {
    return model.coefficients.size() != definition.features.size()
               ? "the model was made for other features"
               : fault(model);
}

std::string fault_of(const KeyEffects& key) {
    bool sound = std::isfinite(key.variance) && key.variance > 0 &&
                 key.effect.size() == key.information.size();
    for (std::size_t group = 0; sound && group < key.effect.size(); ++group) {
        sound = std::isfinite(key.effect[group]) && std::isfinite(key.information[group]) &&
                key.information[group] >= 0;
    }
    return sound ? "" : "an effect is not finite, or without information";
}

std::string fault_of(const RandomEffectsModel& model, const FeatureDefinition& definition) {
    if (model.keys.size() != definition.effects.size()) {
        return "the model was made for other keys";
    }
    if (!std::isfinite(model.intercept)) {
        return "the intercept is not finite";
    }
    for (const KeyEffects& key : model.keys) {
        if (std::string found = fault_of(key); !found.empty()) {
            return found;
        }
    }
    return "";
}

std::string fault_of(const ForestModel& model, const FeatureDefinition& definition) {
    return model.features != definition.features.size() ? "the model was made for other features"
                                                        : fault(model);
}

bool is_rate(float rate) {
    return rate >= 0 && rate <= 1;
}

}  // namespace

std::string fault(const ScoreModel& model) {
    if (std::string found = fault(model.definition); !found.empty()) {
        return found;
    }
    if (model.history.keys != keys_of(model.definition) ||
        model.history.half_life != model.definition.half_life) {
        return "the history was made for other features";
    }
    if (std::string found = fault(model.history); !found.empty()) {
        return found;
    }
    bool rates = is_rate(model.relational.base);
    for (const std::vector<float>& traders : model.relational.rate) {
        rates = rates && std::all_of(traders.begin(), traders.end(), is_rate);
    }
    if (!rates) {
        return "a rate of the trader network is not within 0 and 1";
    }
    return std::visit([&](const auto& kind) { return fault_of(kind, model.definition); },
                      model.model);
}

/// What each chain adds to the log-odds of an item, by level and group.
struct AdditiveTables {
    struct Level {
        std::size_t key;
        std::vector<double> part;  ///< by group
    };
    double base = 0;
    std::vector<std::vector<Level>> chains;  ///< levels from fine to coarse

    AdditiveTables(const AdditiveModel& model, const FeatureDefinition& definition,
                   const RiskHistory& history) {
        double base_odds = history.base_rate();
        log_odds({&base_odds, 1});
        base = model.intercept + base_odds;
        for (std::size_t c = 0; c < definition.chains.size(); ++c) {
            const RiskChain& chain = definition.chains[c];
            std::vector<std::vector<double>> rates = chain_rates(chain, history);
            std::vector<Level>& levels = chains.emplace_back();
            for (std::size_t level = chain.keys.size(); level-- > 0;) {
                log_odds(rates[level]);
                for (double& part : rates[level]) {
                    part = model.weights[c] * (part - base_odds);
                }
                levels.push_back(
                    {history.groups().index(chain.keys[level]), std::move(rates[level])});
            }
        }
    }

    /// By the finest level that knows the item's group.
    double part(std::size_t chain, std::span<const Group> item) const {
        for (const Level& level : chains[chain]) {
            if (item[level.key] != no_group) {
                return level.part[item[level.key]];
            }
        }
        return 0;
    }
    void margins(const ItemGroups& groups, std::span<double> out) const {
        std::fill(out.begin(), out.end(), base);
        for (std::size_t item = 0; item < out.size(); ++item) {
            for (std::size_t chain = 0; chain < chains.size(); ++chain) {
                out[item] += part(chain, groups.of(item));
            }
        }
    }
};

struct FrozenScore::Tables {
    FeatureDefinition definition;
    RiskHistory history;
    RelationalRisk relational;
    std::vector<ChainReader> chains;
    EffectsReader effects;
    std::variant<AdditiveTables, LogisticModel, FlatForest, RandomEffectsModel> model;

    static decltype(model) make(const ScoreModel& from, const RiskHistory& history) {
        if (const auto* additive = std::get_if<AdditiveModel>(&from.model)) {
            return AdditiveTables(*additive, from.definition, history);
        }
        if (const auto* forest = std::get_if<ForestModel>(&from.model)) {
            return FlatForest(*forest);
        }
        if (const auto* effects = std::get_if<RandomEffectsModel>(&from.model)) {
            return *effects;
        }
        return std::get<LogisticModel>(from.model);
    }
    explicit Tables(const ScoreModel& from)
        : definition(from.definition),
          history(from.history),
          relational(from.relational),
          effects(definition, history.groups()),
          model(make(from, history)) {
        for (const RiskChain& chain : definition.chains) {
            chains.emplace_back(chain, history.groups());
        }
    }
};

FrozenScore::FrozenScore(const ScoreModel& model) {
    GREENLANE_EXPECT(fault(model).empty());
    tables_ = std::make_unique<const Tables>(model);
}
FrozenScore::~FrozenScore() = default;
FrozenScore::FrozenScore(FrozenScore&&) noexcept = default;

class Scorer::State {
public:
    explicit State(const FrozenScore::Tables& tables)
        : tables_(tables),
          groups_reader_(tables.history.groups()),
          features_reader_(tables.definition, tables.history.groups()) {}

    void score(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
               Scores& out) {
        groups_reader_.read(block, vocabulary, groups_);
        out.item_margin.resize(block.item_rows());
        if (std::holds_alternative<LogisticModel>(tables_.model) ||
            std::holds_alternative<FlatForest>(tables_.model)) {
            features_reader_.read(block, groups_, tables_.history, tables_.relational, features_);
        }
        std::visit([&](const auto& model) { margins(model, out.item_margin); }, tables_.model);
        judge_declarations(block, out);
    }

    Explanation explain(std::size_t item) const {
        return std::visit([&](const auto& model) { return explain(model, item); }, tables_.model);
    }

private:
    void margins(const AdditiveTables& model, std::span<double> out) {
        model.margins(groups_, out);
    }
    void margins(const LogisticModel& model, std::span<double> out) {
        screening::margins(model, features_, out);
    }
    void margins(const RandomEffectsModel& model, std::span<double> out) {
        tables_.effects.margins(model, tables_.history, groups_, out);
    }
    void margins(const FlatForest& model, std::span<double> out) {
        floats_.resize(out.size());
        model.margins(features_, floats_);
        std::copy(floats_.begin(), floats_.end(), out.begin());
    }

    static void judge_declarations(const shipment::Declarations& block, Scores& out) {
        // The largest probability is that of the largest margin.
        constexpr double none = -std::numeric_limits<double>::infinity();
        out.declaration.assign(block.rows(), none);
        for (std::size_t row = 0; row + 1 < block.first_item.size(); ++row) {
            for (std::size_t i = block.first_item[row]; i < block.first_item[row + 1]; ++i) {
                out.declaration[row] = std::max(out.declaration[row], out.item_margin[i]);
            }
        }
        probabilities(out.declaration);
        for (std::size_t row = 0; row < block.rows(); ++row) {
            if (block.first_item.empty() || block.first_item[row] == block.first_item[row + 1]) {
                out.declaration[row] = std::numeric_limits<double>::quiet_NaN();
            }
        }
    }

    Explanation explain(const AdditiveTables& model, std::size_t item) const {
        Explanation made{model.base, {}};
        for (std::size_t c = 0; c < model.chains.size(); ++c) {
            const std::size_t level = tables_.chains[c].finest(tables_.history, groups_.of(item));
            const std::vector<GroupKey>& keys = tables_.definition.chains[c].keys;
            made.parts.push_back(
                {name(keys[level < keys.size() ? level : 0]), model.part(c, groups_.of(item))});
        }
        return made;
    }
    Explanation explain(const RandomEffectsModel& model, std::size_t item) const {
        const FeatureDefinition& definition = tables_.definition;
        const std::vector<double> parts =
            tables_.effects.contributions(model, tables_.history, groups_.of(item));
        Explanation made{model.intercept, {}};
        for (std::size_t k = 0; k < definition.effects.size(); ++k) {
            made.parts.push_back({name(definition.effects[k]), parts[k]});
        }
        for (std::size_t c = 0; c < definition.chains.size(); ++c) {
            made.parts.push_back({"memory of " + name(definition.chains[c].keys.back()),
                                  parts[definition.effects.size() + c]});
        }
        return made;
    }
    Explanation by_feature(double base, const std::vector<double>& parts) const {
        Explanation made{base, {}};
        for (std::size_t j = 0; j < parts.size(); ++j) {
            made.parts.push_back({name(tables_.definition.features[j]), parts[j]});
        }
        return made;
    }
    Explanation explain(const LogisticModel& model, std::size_t item) const {
        return by_feature(model.intercept, contributions(model, features_.row(item)));
    }
    Explanation explain(const FlatForest& model, std::size_t item) const {
        return by_feature(model.base(), model.contributions(features_.row(item)));
    }

    const FrozenScore::Tables& tables_;
    GroupReader groups_reader_;
    FeatureReader features_reader_;
    ItemGroups groups_;
    FeatureMatrix features_;
    std::vector<float> floats_;
};

Scorer::Scorer(const FrozenScore& score) : state_(std::make_unique<State>(*score.tables_)) {}
Scorer::~Scorer() = default;
Scorer::Scorer(Scorer&&) noexcept = default;

void Scorer::score(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
                   Scores& out) {
    state_->score(block, vocabulary, out);
}

Explanation Scorer::explain(std::size_t item) const {
    return state_->explain(item);
}

}  // namespace greenlane::screening
