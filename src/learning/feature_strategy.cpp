#include "learning/feature_strategy.h"

#include "greenlane/learning/boosting.h"
#include "greenlane/learning/logistic.h"

namespace greenlane::learning {

namespace {

using namespace screening;

FeatureDefinition definition_of(const StrategyParts& parts) {
    FeatureDefinition made = default_features(*parts.first);
    made.half_life = parts.half_life;
    return made;
}

/// Fewer and smaller trees than in training, all of them kept: a loop fits them every week, to a
/// few hundred rows at first.
BoostingDefinition weekly_trees(std::uint32_t seed) {
    BoostingDefinition trees;
    trees.most_trees = 60;
    trees.depth = 4;
    trees.validation_share = 0;
    trees.seed = seed;
    return trees;
}

}  // namespace

FeatureStrategy::FeatureStrategy(StrategyKind kind, const StrategyParts& parts)
    : kind_(kind),
      definition_(definition_of(parts)),
      half_life_(parts.half_life),
      seed_(parts.key.low),
      history_(keys_of(definition_), parts.half_life),
      reader_(definition_, history_.groups()),
      items_(history_.groups(), *parts.vocabulary) {}

void FeatureStrategy::score(const Week& week, std::span<const double>, std::span<double> out) {
    items_.read(week);
    history_.enter(week.begin);
    read_features(week);
    std::vector<double> scores(items_.groups().items());
    if (const auto* logistic = std::get_if<LogisticModel>(&model_)) {
        margins(*logistic, features_, scores);
    } else if (const auto* forest = std::get_if<FlatForest>(&model_)) {
        std::vector<float> sums(scores.size());
        forest->margins(features_, sums);
        scores.assign(sums.begin(), sums.end());
    }
    items_.largest(scores, out);
}

void FeatureStrategy::read_features(const Week& week) {
    const RelationalRisk relational = relational_risk(history_);
    features_.columns = reader_.columns();
    features_.values.clear();
    FeatureMatrix block;
    for (std::size_t b = 0; b < week.blocks.size(); ++b) {
        reader_.read(week.blocks[b], items_.blocks()[b], history_, relational, block);
        features_.values.insert(features_.values.end(), block.values.begin(), block.values.end());
    }
    for (std::size_t b = 0; b < week.blocks.size(); ++b) {
        history_.declare(week.blocks[b], items_.blocks()[b]);
    }
}

void FeatureStrategy::inspect(const Week&, std::span<const std::uint32_t> rows) {
    inspected_.inspect(items_, rows);
    inspected_features_.columns = features_.columns;
    for (const std::uint32_t row : rows) {
        for (std::size_t item = items_.begin_of(row); item < items_.begin_of(row + 1); ++item) {
            const std::span<const float> cells = features_.row(item);
            inspected_features_.values.insert(inspected_features_.values.end(), cells.begin(),
                                              cells.end());
        }
    }
}

void FeatureStrategy::find_out(std::span<const shipment::Outcome> outcomes, Instant known_at) {
    inspected_.find_out(outcomes, known_at, history_);
}

void FeatureStrategy::refit(Instant now, std::size_t) {
    if (!inspected_.both_classes()) {
        return;
    }
    const auto cells =
        static_cast<std::ptrdiff_t>(inspected_.known() * inspected_features_.columns);
    const auto begin = inspected_features_.values.begin();
    const FeatureMatrix known{inspected_features_.columns, {begin, begin + cells}};
    const std::vector<double> weight = inspected_.weights(now, half_life_);
    if (kind_ == StrategyKind::logistic) {
        model_ = fit_logistic(known, inspected_.violation(), weight).model;
    } else {
        model_.emplace<FlatForest>(
            fit_forest(known, inspected_.violation(), weight, weekly_trees(seed_)).forest);
    }
}

}  // namespace greenlane::learning
