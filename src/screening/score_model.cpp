#include "greenlane/screening/score_model.h"

#include "greenlane/core/contract.h"
#include "greenlane/screening/log_odds.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace greenlane::screening {

namespace {

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

struct FrozenScore::Tables {
    FeatureDefinition definition;
    RiskHistory history;
    RelationalRisk relational;
    EffectsReader effects;
    std::variant<RandomEffectsModel, LogisticModel, FlatForest> model;

    static decltype(model) make(const ScoreModel& from) {
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
          model(make(from)) {}
};

FrozenScore::FrozenScore(const ScoreModel& model) {
    GREENLANE_EXPECT(fault(model).empty());
    tables_ = std::make_unique<const Tables>(model);
}
FrozenScore::~FrozenScore() = default;
FrozenScore::FrozenScore(FrozenScore&&) noexcept = default;

const FeatureDefinition& FrozenScore::definition() const {
    return tables_->definition;
}

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
        if (!std::holds_alternative<RandomEffectsModel>(tables_.model)) {
            features_reader_.read(block, groups_, tables_.history, tables_.relational, features_);
        }
        std::visit([&](const auto& model) { margins(model, out.item_margin); }, tables_.model);
        judge_declarations(block, out);
    }

    Explanation explain(std::size_t item) const {
        return std::visit([&](const auto& model) { return explain(model, item); }, tables_.model);
    }

private:
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
