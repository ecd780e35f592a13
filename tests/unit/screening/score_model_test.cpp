#include "greenlane/screening/score_model.h"

#include "greenlane/screening/log_odds.h"

#include "support/draws.h"
#include "support/plain_rows.h"
#include "support/random_forest.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

using enum KeyField;
using test::PlainRow;

/// Rows of none to three items.
std::vector<PlainRow> make_rows(std::size_t count, std::uint64_t seed, std::uint64_t goods) {
    test::Draws draws(seed);
    std::vector<PlainRow> rows(count);
    for (PlainRow& row : rows) {
        row.importer = "T" + std::to_string(draws.below(30));
        row.items.resize(draws.below(4));
        for (test::PlainItem& item : row.items) {
            item.hs = std::to_string(870300 + draws.below(goods));
            item.origin = draws.below(2) == 0 ? "DE" : "CN";
            item.value = static_cast<std::int64_t>(draws.below(1000));
            item.mass = static_cast<std::int64_t>(draws.below(3) * 1000);
        }
    }
    return rows;
}

/// Models of every kind, taught by the same past.
class Taught {
public:
    Taught() {
        const std::vector<PlainRow> rows = make_rows(400, 1, 12);
        shipment::Vocabulary vocabulary;
        block_ = test::encode(rows, 0, vocabulary, true);
        features_ = default_features(block_);
    }

    ScoreModel forest() const {
        ScoreModel model = with(features_);
        model.model = test::random_forest(30, 4, features_.features.size(), 0.1, test::Draws(2));
        return model;
    }
    ScoreModel logistic() const {
        ScoreModel model = with(features_);
        const std::size_t features = features_.features.size();
        LogisticModel made{-1, {}, std::vector(features, 0.5), std::vector(features, 2.0), {}};
        test::Draws draws(3);
        for (std::size_t j = 0; j < features; ++j) {
            made.coefficients.push_back(draws.normal());
        }
        model.model = made;
        return model;
    }
    ScoreModel effects() const {
        FeatureDefinition definition;
        definition.effects = {{importer}, {hs6}, {hs6, origin}};
        definition.chains = {{{{hs6, origin, mass}}, {0.5}}};
        ScoreModel model = with(definition);
        RandomEffectsModel made{-0.5, {}};
        test::Draws draws(4);
        for (std::size_t k = 0; k < 3; ++k) {
            KeyEffects& key = made.keys.emplace_back(KeyEffects{1, {}, {}});
            // The first groups only: those beyond have no effect.
            for (int group = 0; group < 8; ++group) {
                key.effect.push_back(draws.normal());
                key.information.push_back(1);
            }
        }
        model.model = made;
        return model;
    }

private:
    ScoreModel with(const FeatureDefinition& definition) const {
        shipment::Vocabulary vocabulary;
        const shipment::Declarations block =
            test::encode(make_rows(400, 1, 12), 0, vocabulary, true);
        RiskHistory history(keys_of(definition));
        GroupReader reader(history.groups());
        ItemGroups groups;
        reader.read(block, vocabulary, groups);
        history.declare(block, groups);
        for (std::size_t item = 0; item < groups.items(); item += 2) {
            history.find_out(groups.of(item), item % 6 == 0, 0);
        }
        history.enter(day);
        ScoreModel model;
        model.definition = definition;
        model.history = history.snapshot();
        model.relational = relational_risk(history);
        return model;
    }

    shipment::Declarations block_;
    FeatureDefinition features_;
};

/// New rows, some of goods that the history never saw, with a vocabulary of their own.
struct Judged {
    shipment::Vocabulary vocabulary;
    shipment::Declarations block;

    Judged() {
        vocabulary.hs.code("010121");
        vocabulary.importer.code("Z");
        block = test::encode(make_rows(300, 9, 16), 0, vocabulary, true);
    }
};

TEST(Scorer, parts_add_up_to_the_margin_whatever_the_model) {
    const Taught taught;
    const Judged judged;
    for (const ScoreModel& model : {taught.effects(), taught.logistic(), taught.forest()}) {
        ASSERT_EQ(fault(model), "");
        const FrozenScore frozen(model);
        Scorer scorer(frozen);
        Scores scores;
        scorer.score(judged.block, judged.vocabulary, scores);
        ASSERT_EQ(scores.item_margin.size(), judged.block.item_rows());
        double spread = 0;
        for (std::size_t item = 0; item < scores.item_margin.size(); ++item) {
            const Explanation why = scorer.explain(item);
            double sum = why.base;
            for (const Contribution& part : why.parts) {
                sum += part.margin;
            }
            EXPECT_NEAR(sum, scores.item_margin[item], 1e-5);
            spread = std::max(spread, std::abs(scores.item_margin[item] - scores.item_margin[0]));
        }
        EXPECT_GT(spread, 0.5);
    }
}

TEST(Scorer, a_declarations_score_is_its_worst_items) {
    const FrozenScore frozen(Taught().effects());
    const Judged judged;
    Scorer scorer(frozen);
    Scores scores;
    scorer.score(judged.block, judged.vocabulary, scores);
    int without_items = 0;
    for (std::size_t row = 0; row < judged.block.rows(); ++row) {
        double worst = -1;
        for (std::size_t i = judged.block.first_item[row]; i < judged.block.first_item[row + 1];
             ++i) {
            worst = std::max(worst, 1 / (1 + std::exp(-scores.item_margin[i])));
        }
        if (worst < 0) {
            EXPECT_TRUE(std::isnan(scores.declaration[row]));
            ++without_items;
        } else {
            EXPECT_NEAR(scores.declaration[row], worst, 1e-14);
        }
    }
    EXPECT_GT(without_items, 10);
}

TEST(Scorer, effects_add_up_and_the_same_goods_are_remembered) {
    const ScoreModel model = Taught().effects();
    const auto& effects = std::get<RandomEffectsModel>(model.model);
    const FrozenScore frozen(model);
    Scorer scorer(frozen);
    Scores scores;
    const Judged judged;
    scorer.score(judged.block, judged.vocabulary, scores);

    const RiskHistory history(model.history);
    GroupReader reader(history.groups());
    ItemGroups groups;
    reader.read(judged.block, judged.vocabulary, groups);
    const std::size_t memory = history.groups().index({hs6, origin, mass});
    int remembered = 0;
    for (std::size_t item = 0; item < groups.items(); ++item) {
        double margin = effects.intercept;
        for (std::size_t k = 0; k < 3; ++k) {
            const std::size_t key = history.groups().index(model.definition.effects[k]);
            const Group group = groups.of(item)[key];
            margin += group < 8 ? effects.keys[k].effect[group] : 0;
        }
        const GroupPast& past = history.past(memory, groups.of(item)[memory]);
        const double p = (past.hits + 0.5 / (1 + std::exp(-margin))) / (past.inspected + 0.5);
        EXPECT_NEAR(scores.item_margin[item], std::log(p / (1 - p)), 1e-9);
        remembered += past.inspected > 0 ? 1 : 0;
    }
    EXPECT_GT(remembered, 20);
    EXPECT_LT(remembered, static_cast<int>(groups.items()));
}

TEST(Scorer, blocks_may_be_cut_anywhere) {
    const FrozenScore frozen(Taught().forest());
    const std::vector<PlainRow> rows = make_rows(300, 9, 16);
    shipment::Vocabulary vocabulary;
    const shipment::Declarations all = test::encode(rows, 0, vocabulary, true);
    Scorer one(frozen);
    Scorer other(frozen);
    Scores whole;
    one.score(all, vocabulary, whole);
    std::vector<double> pieces;
    Scores scores;
    for (const auto& [from, to] : {std::pair{0, 1}, std::pair{1, 130}, std::pair{130, 300}}) {
        const std::vector<PlainRow> part(rows.begin() + from, rows.begin() + to);
        other.score(test::encode(part, 0, vocabulary, false), vocabulary, scores);
        pieces.insert(pieces.end(), scores.item_margin.begin(), scores.item_margin.end());
    }
    EXPECT_EQ(pieces, whole.item_margin);
}

TEST(ScoreModel, what_does_not_fit_together_is_refused) {
    const Taught taught;
    const auto refused = [](ScoreModel model, auto damage) {
        damage(model);
        return !fault(model).empty();
    };
    EXPECT_TRUE(refused(taught.forest(), [](ScoreModel& m) { m.definition.features.pop_back(); }));
    EXPECT_TRUE(
        refused(taught.logistic(), [](ScoreModel& m) { m.definition.features.pop_back(); }));
    EXPECT_TRUE(refused(taught.effects(), [](ScoreModel& m) { m.definition.effects.pop_back(); }));
    EXPECT_TRUE(refused(taught.forest(), [](ScoreModel& m) { m.definition.half_life = day; }));
    EXPECT_TRUE(refused(taught.forest(), [](ScoreModel& m) { m.history.keys.pop_back(); }));
    EXPECT_TRUE(refused(taught.forest(), [](ScoreModel& m) { m.relational.rate[0][0] = 2; }));
    EXPECT_TRUE(refused(taught.forest(), [](ScoreModel& m) { m.relational.base = NAN; }));
    EXPECT_TRUE(refused(taught.effects(), [](ScoreModel& m) {
        std::get<RandomEffectsModel>(m.model).keys[0].effect[0] = INFINITY;
    }));
    EXPECT_TRUE(refused(taught.effects(), [](ScoreModel& m) {
        std::get<RandomEffectsModel>(m.model).keys[0].variance = 0;
    }));
}

TEST(LogOdds, they_and_probabilities_are_inverse) {
    std::vector<double> values = {-30, -2, 0, 0.5, 8};
    const std::vector<double> before = values;
    probabilities(values);
    EXPECT_NEAR(values[1], 1 / (1 + std::exp(2)), 1e-15);
    EXPECT_EQ(values[2], 0.5);
    log_odds(values);
    for (std::size_t i = 1; i < values.size(); ++i) {
        EXPECT_NEAR(values[i], before[i], 1e-11);
    }
    std::vector<double> edges = {0, 1};
    log_odds(edges);
    EXPECT_TRUE(std::isfinite(edges[0]) && std::isfinite(edges[1]));
    std::vector<double> far = {-1e6, 1e6};
    probabilities(far);
    EXPECT_NEAR(far[0], 0, 1e-300);
    EXPECT_EQ(far[1], 1);
}

}  // namespace
}  // namespace greenlane::screening
