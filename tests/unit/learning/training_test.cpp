#include "greenlane/learning/training.h"

#include "support/draws.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::learning {

namespace {

using screening::GroupKey;
using screening::KeyField;
using testing::HasSubstr;

/// A flow of single items, 40 a day: importers 0 to 9 of twenty smuggle three times in five, the
/// others once in ten.
struct Flow {
    shipment::Vocabulary vocabulary;
    std::vector<shipment::Block> days;

    explicit Flow(int day_count = 30, double honest = 0.1, double crooked = 0.6) {
        test::Draws draws(11);
        std::uint64_t shipment = 0;
        for (int d = 0; d < day_count; ++d) {
            shipment::Block& block = days.emplace_back();
            shipment::Declarations& rows = block.declarations;
            rows.first_shipment = shipment;
            rows.first_item.push_back(0);
            for (int i = 0; i < 40; ++i, ++shipment) {
                const std::uint64_t importer = draws.below(20);
                rows.lodged.push_back(d * day + i * minute);
                rows.importer.push_back(vocabulary.importer.code("i" + std::to_string(importer)));
                rows.items.hs.push_back(
                    vocabulary.hs.code(std::to_string(100000 + draws.below(50) * 1001)));
                rows.items.origin.push_back(
                    vocabulary.country.code(draws.below(2) == 0 ? "AA" : "BB"));
                rows.items.value.push_back(static_cast<Money>(1000 + draws.below(9000)));
                rows.items.mass.push_back(static_cast<Mass>(100 + draws.below(900)));
                rows.first_item.push_back(static_cast<std::uint32_t>(i + 1));
                const bool hit = draws.uniform() < (importer < 10 ? crooked : honest);
                block.truth.violation.push_back(hit ? Violation::unspecified : Violation::none);
                block.truth.evaded.push_back(hit ? static_cast<Money>(100 * (importer + 1)) : 0);
            }
        }
    }
    Training train(const TrainingDefinition& definition) const {
        Trainer trainer(definition);
        for (const shipment::Block& block : days) {
            trainer.add(block, vocabulary);
        }
        return std::move(trainer).finish(vocabulary);
    }
    std::vector<double> scores(const Training& training) const {
        const screening::FrozenScore frozen(training.model);
        screening::Scorer scorer(frozen);
        screening::Scores scores;
        scorer.score(days.back().declarations, vocabulary, scores);
        return scores.declaration;
    }
};

TrainingDefinition validated(ModelKind kind) {
    TrainingDefinition definition;
    definition.kind = kind;
    definition.delay = 2 * day;
    definition.validate_from = 24 * day;
    definition.seed = 3;
    return definition;
}

std::string refusal(const Flow& flow, const TrainingDefinition& definition) {
    try {
        flow.train(definition);
    } catch (const InputError& error) {
        return error.what();
    }
    return "none";
}

class EveryKind : public testing::TestWithParam<ModelKind> {};

TEST_P(EveryKind, FindsTheTradersThatSmuggle) {
    const Flow flow;
    const Training training = flow.train(validated(GetParam()));
    EXPECT_EQ(training.declarations, 1200u);
    EXPECT_EQ(training.labelled, 1200u);
    EXPECT_EQ(fault(training.model), "");
    ASSERT_TRUE(training.validation.has_value());
    EXPECT_EQ(training.validation->from, 24 * day);
    EXPECT_EQ(training.validation->all.rows, 240u);
    // Knowing the two rates gives an area of .78; its standard error with 240 rows, 84 of them
    // violations, is .032 (Hanley and McNeil 1982): z = 4.
    EXPECT_GT(training.validation->all.auc.value().mean, 0.65);
    ASSERT_TRUE(training.validation->novel.has_value());
    EXPECT_EQ(training.validation->novel->rows + training.validation->seen->rows, 240u);
    EXPECT_THAT(training.terms.front().name, HasSubstr("importer"));
    EXPECT_TRUE(std::is_sorted(training.terms.begin(), training.terms.end(),
                               [](const Term& a, const Term& b) { return a.spread > b.spread; }));
}

TEST_P(EveryKind, LearnsNothingFromTheFutureOfItsValidation) {
    Flow flow;
    const auto judged = [&] { return flow.train(validated(GetParam())).validation->all; };
    const evaluation::RankingFigures before = judged();
    // Outcomes of the last two days before the split become known after it.
    for (std::size_t d = 22; d < 24; ++d) {
        for (Violation& violation : flow.days[d].truth.violation) {
            violation = violation == Violation::none ? Violation::unspecified : Violation::none;
        }
    }
    EXPECT_EQ(before.auc->mean, judged().auc->mean);
    for (Violation& violation : flow.days[21].truth.violation) {
        violation = violation == Violation::none ? Violation::unspecified : Violation::none;
    }
    EXPECT_NE(before.auc->mean, judged().auc->mean);
}

TEST_P(EveryKind, GivesEqualNumbersForEqualInputs) {
    const Flow flow;
    const Training first = flow.train(validated(GetParam()));
    const Training second = flow.train(validated(GetParam()));
    EXPECT_EQ(first.fingerprint, second.fingerprint);
    EXPECT_EQ(flow.scores(first), flow.scores(second));
    Flow other;
    other.days[5].truth.violation[7] = Violation::unspecified;
    other.days[5].truth.violation[8] = Violation::unspecified;
    EXPECT_NE(first.fingerprint, other.train(validated(GetParam())).fingerprint);
}

TEST_P(EveryKind, LearnsWhereTheLatestDeclarationsHaveNoOutcome) {
    Flow flow;
    TrainingDefinition definition = validated(GetParam());
    for (std::size_t d = 15; d < 30; ++d) {
        flow.days[d].records.outcome.assign(40, shipment::Outcome::unknown);
        flow.days[d].truth = {};
    }
    const Training training = flow.train(definition);
    EXPECT_EQ(training.labelled, 600u);
    EXPECT_EQ(fault(training.model), "");
    // All that was declared is part of the past, the latest day too.
    EXPECT_EQ(training.model.history.total.declared, 1200);
    EXPECT_EQ(training.model.history.total.inspected, 600);
    EXPECT_FALSE(training.validation.has_value());
    EXPECT_THAT(training.notes.back(), HasSubstr("lack known violations"));
}

INSTANTIATE_TEST_SUITE_P(Models, EveryKind,
                         testing::Values(ModelKind::empirical_bayes, ModelKind::logistic,
                                         ModelKind::trees));

TEST(Training, LearnsFromInspectedRowsAlone) {
    Flow flow;
    for (shipment::Block& block : flow.days) {
        for (std::size_t row = 0; row < 40; ++row) {
            const bool looked = row % 4 == 0;
            block.records.inspected.push_back(looked ? shipment::Ternary::yes
                                                     : shipment::Ternary::no);
            block.records.outcome.push_back(!looked ? shipment::Outcome::unknown
                                            : block.truth.violation[row] != Violation::none
                                                ? shipment::Outcome::violation
                                                : shipment::Outcome::compliant);
        }
        block.truth = {};
    }
    const Training training = flow.train({});
    EXPECT_EQ(training.declarations, 1200u);
    EXPECT_EQ(training.labelled, 300u);
    EXPECT_FALSE(training.validation.has_value());

    flow.days[2].records.outcome[1] = shipment::Outcome::compliant;
    EXPECT_THAT(refusal(flow, {}), HasSubstr("outcome was recorded for declaration 82"));
}

TEST(Training, WeighsByRevenue) {
    const Flow flow;
    TrainingDefinition definition = validated(ModelKind::empirical_bayes);
    definition.features.emplace().effects = {GroupKey{KeyField::importer}};
    const auto effect = [&](const Training& training, const char* importer) {
        const auto& model = std::get<screening::RandomEffectsModel>(training.model.model);
        const auto code = flow.vocabulary.importer.find(importer);
        return model.keys[0].effect[code - 1] + model.intercept;
    };
    const Training plain = flow.train(definition);
    definition.weigh_by_revenue = true;
    const Training weighed = flow.train(definition);
    // Importer 9 evades ten times as much a violation as importer 0.
    EXPECT_LT(effect(weighed, "i0"), effect(plain, "i0"));
    EXPECT_GT(effect(weighed, "i9"), effect(plain, "i9"));

    Flow silent;
    for (shipment::Block& block : silent.days) {
        block.truth.evaded.clear();
    }
    EXPECT_THAT(refusal(silent, definition), HasSubstr("do not tell the duty evaded"));
}

TEST(Training, ForgetsByHalfLife) {
    Flow flow(40, 0.0, 0.0);
    // Importer 3 smuggled in the first half only.
    const auto three = flow.vocabulary.importer.find("i3");
    test::Draws draws(4);
    for (std::size_t d = 0; d < 40; ++d) {
        for (std::size_t row = 0; row < 40; ++row) {
            const bool risky = flow.days[d].declarations.importer[row] == three && d < 20;
            flow.days[d].truth.violation[row] =
                risky || draws.uniform() < 0.05 ? Violation::unspecified : Violation::none;
        }
    }
    TrainingDefinition definition;
    definition.features.emplace().effects = {GroupKey{KeyField::importer}};
    const auto effect = [&] {
        const Training training = flow.train(definition);
        return std::get<screening::RandomEffectsModel>(training.model.model)
            .keys[0]
            .effect[three - 1];
    };
    const double remembered = effect();
    definition.half_life = 4 * day;
    EXPECT_LT(effect(), remembered - 1);
}

TEST(Training, RefusesWhatTeachesNothing) {
    EXPECT_THAT(refusal(Flow(0), {}), HasSubstr("no declarations"));
    EXPECT_THAT(refusal(Flow(2), {}), HasSubstr("too few to learn from"));
    EXPECT_THAT(refusal(Flow(30, 0, 0), {}), HasSubstr("0 of them violations"));
    EXPECT_THAT(refusal(Flow(30, 1, 1), {}), HasSubstr("1200 of them violations"));
    Flow unlabelled;
    for (shipment::Block& block : unlabelled.days) {
        block.truth = {};
    }
    EXPECT_THAT(refusal(unlabelled, {}), HasSubstr("no outcome is known"));
    TrainingDefinition definition;
    definition.features.emplace().effects = {GroupKey{KeyField::importer, KeyField::seller},
                                             GroupKey{KeyField::tax_type}};
    EXPECT_THAT(refusal(Flow(), definition), HasSubstr("seller, tax_type"));
}

TEST(Training, NeedsNoGroups) {
    TrainingDefinition definition = validated(ModelKind::logistic);
    definition.features.emplace().features = {{screening::FeatureKind::value, {}},
                                              {screening::FeatureKind::mass, {}}};
    for (const ModelKind kind : {ModelKind::logistic, ModelKind::trees}) {
        definition.kind = kind;
        const Flow flow;
        const Training training = flow.train(definition);
        EXPECT_EQ(fault(training.model), "");
        EXPECT_TRUE(training.validation.has_value());
        EXPECT_EQ(flow.scores(training).size(), 40u);
    }
}

TEST(Training, RefusesDeclarationsWithoutAnythingToRead) {
    Flow bare;
    for (shipment::Block& block : bare.days) {
        block.declarations.importer.clear();
        block.declarations.items = {};
    }
    for (const ModelKind kind :
         {ModelKind::empirical_bayes, ModelKind::logistic, ModelKind::trees}) {
        EXPECT_THAT(refusal(bare, validated(kind)), HasSubstr("map those columns"));
    }
}

TEST(Training, OfConstantFeaturesSaysSo) {
    TrainingDefinition definition = validated(ModelKind::logistic);
    definition.features.emplace().features = {
        {screening::FeatureKind::first_time, GroupKey{KeyField::importer}}};
    Flow flow;
    for (shipment::Block& block : flow.days) {
        std::fill(block.declarations.importer.begin(), block.declarations.importer.end(),
                  shipment::no_code);
    }
    const Training training = flow.train(definition);
    EXPECT_THAT(training.notes.front(), HasSubstr("constant, and left out: first_time(importer)"));
}

TEST(Training, SaysWhyItDidNotValidate) {
    TrainingDefinition definition = validated(ModelKind::empirical_bayes);
    definition.validate_from = 2 * day;
    const Training late = Flow().train(definition);  // as soon as enough is known
    EXPECT_TRUE(late.validation.has_value());
    EXPECT_TRUE(late.notes.empty());
    definition.delay = 400 * day;
    EXPECT_THAT(Flow().train(definition).notes.back(), HasSubstr("too few outcomes were known"));
    definition.delay = 2 * day;
    Flow flow;
    for (std::size_t d = 24; d < 30; ++d) {
        for (Violation& violation : flow.days[d].truth.violation) {
            violation = Violation::none;
        }
    }
    definition.validate_from = 24 * day;
    const Training training = flow.train(definition);
    EXPECT_FALSE(training.validation.has_value());
    EXPECT_THAT(training.notes.front(), HasSubstr("lack known violations"));
}

}  // namespace

}  // namespace greenlane::learning
