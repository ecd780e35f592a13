#include "greenlane/learning/loop.h"

#include "greenlane/learning/loop_figures.h"

#include "unit/learning/planted_weeks.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::learning {

namespace {

using shipment::Outcome;
using ::testing::HasSubstr;

LearningDefinition by(StrategyKind strategy) {
    LearningDefinition definition;
    definition.strategy = strategy;
    definition.replications = 2;
    definition.seed = 3;
    return definition;
}

LearningResult play(const PlantedWeeks& planted, const LearningDefinition& definition,
                    unsigned jobs = 1) {
    LoopOptions options;
    options.jobs = jobs;
    const auto result = run_loop(planted.declarations, planted.vocabulary, definition, options);
    EXPECT_TRUE(result);
    return *result;
}

/// Every count of a loop, as text.
std::string counts(const LearningResult& result, std::size_t weeks) {
    std::ostringstream text;
    for (std::size_t w = 0; w < weeks; ++w) {
        const LearningWeek& week = result.weeks[w];
        for (const auto* list : {&week.replications, &week.without_exploration}) {
            for (const Inspections& i : *list) {
                text << w << ' ' << i.selected << ' ' << i.hits << ' ' << i.revenue << ' '
                     << i.explored << ' ' << i.explored_hits << ' ' << i.displaced_hits << '\n';
            }
        }
    }
    return text.str();
}

std::uint64_t hits(const LearningResult& result, std::size_t replication) {
    std::uint64_t sum = 0;
    for (const LearningWeek& week : result.weeks) {
        sum += week.replications[replication].hits;
    }
    return sum;
}

class EachStrategy : public ::testing::TestWithParam<StrategyKind> {};

/// Hits against those of as many draws, hypergeometric week by week: z = 5 at least.
TEST_P(EachStrategy, BeatsRandomSelection) {
    const PlantedWeeks planted(30);
    LearningDefinition definition = by(GetParam());
    definition.mix = {{StrategyKind::trader_history, 0.8}, {StrategyKind::random, 0.2}};
    const LearningResult result = play(planted, definition);
    double expected = 0;
    double variance = 0;
    for (const LearningWeek& week : result.weeks) {
        const auto rows = static_cast<double>(week.rows);
        const auto selected = static_cast<double>(week.selected);
        const double share = static_cast<double>(week.violations) / rows;
        expected += selected * share;
        variance += selected * share * (1 - share) * (rows - selected) / (rows - 1);
    }
    for (std::size_t r = 0; r < definition.replications; ++r) {
        EXPECT_GT((static_cast<double>(hits(result, r)) - expected) / std::sqrt(variance), 5) << r;
    }
}

INSTANTIATE_TEST_SUITE_P(All, EachStrategy,
                         ::testing::Values(StrategyKind::trader_history,
                                           StrategyKind::empirical_bayes, StrategyKind::logistic,
                                           StrategyKind::trees, StrategyKind::thompson,
                                           StrategyKind::uncertainty, StrategyKind::hybrid),
                         [](const auto& tested) {
                             std::string text(name(tested.param));
                             std::replace(text.begin(), text.end(), '-', '_');
                             return text;
                         });

/// Two-sided, z = 4.
TEST(Loop, FindsByDrawsWhatIsExpectedOfThem) {
    LearningDefinition definition = by(StrategyKind::random);
    definition.replications = 20;
    const LearningResult result = play(PlantedWeeks(30), definition);
    const LoopFigures figures = loop_figures(result, result.weeks);
    double sum = 0;
    for (std::size_t r = 0; r < 20; ++r) {
        sum += static_cast<double>(hits(result, r));
    }
    const double p = *figures.random_precision;
    const double n = 20 * static_cast<double>(figures.selected);
    EXPECT_NEAR(sum, n * p, 4 * std::sqrt(n * p * (1 - p)));
}

TEST(Loop, SelectsTheRateAndExploresItsPart) {
    LearningDefinition definition = by(StrategyKind::trader_history);
    definition.rate.from = definition.rate.to = 0.073;
    definition.explore.share = 0.02;
    const LearningResult result = play(PlantedWeeks(6), definition);
    for (const LearningWeek& week : result.weeks) {
        EXPECT_EQ(week.selected, 8u);  // ceil(7.3)
        for (const Inspections& inspections : week.replications) {
            EXPECT_EQ(inspections.selected, 8u);
            EXPECT_EQ(inspections.explored, 2u);
        }
        for (const Inspections& twin : week.without_exploration) {
            EXPECT_EQ(twin.explored, 0u);
        }
    }
}

TEST(Loop, IsTheSameWhateverTheJobs) {
    const PlantedWeeks planted(8);
    for (const StrategyKind kind : {StrategyKind::empirical_bayes, StrategyKind::trees}) {
        const LearningDefinition definition = by(kind);
        EXPECT_EQ(counts(play(planted, definition, 1), 8), counts(play(planted, definition, 3), 8));
    }
}

/// Another future, of outcomes and of declarations, changes no week before it.
TEST(Loop, KnowsNoFuture) {
    const PlantedWeeks planted(12);
    PlantedWeeks other(12);
    const std::size_t from = 7;
    const PlantedWeeks elsewhere(12, 8);
    for (std::size_t w = from; w < 12; ++w) {
        other.declarations.truth[w] = elsewhere.declarations.truth[w];
        other.declarations.weeks[w].blocks = elsewhere.declarations.weeks[w].blocks;
    }
    for (const StrategyKind kind : {StrategyKind::empirical_bayes, StrategyKind::logistic,
                                    StrategyKind::trees, StrategyKind::thompson}) {
        const LearningResult first = play(planted, by(kind));
        const LearningResult second = play(other, by(kind));
        EXPECT_EQ(counts(first, from), counts(second, from)) << name(kind);
        EXPECT_NE(counts(first, 12), counts(second, 12)) << name(kind);
    }
}

/// While nothing is known yet, no ranking can be better than a draw.
TEST(Loop, WaitsForOutcomesUntilTheirDelayHasPassed) {
    const PlantedWeeks planted(12);
    LearningDefinition definition = by(StrategyKind::trader_history);
    definition.delay = 6 * 7 * day;
    const LearningResult late = play(planted, definition);
    definition.delay = 100 * 7 * day;
    const LearningResult never_told = play(planted, definition);
    // The outcomes of week 0 are known when week 7 begins, and not a week sooner.
    EXPECT_EQ(counts(late, 7), counts(never_told, 7));
    EXPECT_NE(counts(late, 8), counts(never_told, 8));
}

TEST(Loop, CountsTheOracleAgainstTheTruth) {
    PlantedWeeks planted(1);
    WeekTruth& truth = planted.declarations.truth[0];
    truth.outcome.assign(100, Outcome::compliant);
    truth.revenue.assign(100, 0);
    for (std::size_t row = 0; row < 15; ++row) {
        truth.outcome[row] = Outcome::violation;
        truth.revenue[row] = static_cast<Money>(row + 1);
    }
    const LearningResult result = play(planted, by(StrategyKind::random));
    EXPECT_EQ(result.weeks[0].best_hits, 10u);
    EXPECT_EQ(result.weeks[0].best_revenue, 105);  // 6 + 7 + ... + 15
    EXPECT_EQ(result.weeks[0].revenue, 120);
    const LoopFigures figures = loop_figures(result, result.weeks);
    EXPECT_DOUBLE_EQ(*figures.oracle_precision, 1);
    EXPECT_DOUBLE_EQ(*figures.random_precision, 0.15);
}

TEST(Loop, BeginsWithTheHistoryThatIsKnown) {
    const PlantedWeeks planted(12);
    LearningDefinition definition = by(StrategyKind::trader_history);
    definition.initial_weeks = 10;
    const auto first_hits = [&](Masking masking, double known) {
        definition.masking = masking;
        definition.known = known;
        const LearningResult result = play(planted, definition);
        EXPECT_EQ(result.weeks.size(), 2u);
        return hits(result, 0) + hits(result, 1);
    };
    // Of 40 inspections about 20 hits where the risky importers are known, 5 by draws.
    EXPECT_GT(first_hits(Masking::none, 1), 12u);
    EXPECT_GT(first_hits(Masking::row, 0.5), 12u);
    EXPECT_GT(first_hits(Masking::as_given, 1), 12u);
    EXPECT_LT(first_hits(Masking::importer, 1e-9), 12u);
}

TEST(Loop, PassesOverAWeekWithoutRows) {
    PlantedWeeks planted(6);
    planted.declarations.weeks[3].blocks.clear();
    planted.declarations.weeks[3].rows = 0;
    planted.declarations.truth[3] = {};
    const LearningResult result = play(planted, by(StrategyKind::empirical_bayes));
    const LoopFigures empty = loop_figures(result, {&result.weeks[3], 1});
    EXPECT_EQ(empty.selected, 0u);
    EXPECT_FALSE(empty.precision);
    EXPECT_FALSE(empty.oracle_precision);
    EXPECT_TRUE(loop_figures(result, result.weeks).precision);
}

TEST(Loop, TellsWhatExploringCostAndBought) {
    LearningDefinition definition = by(StrategyKind::trader_history);
    definition.explore.share = 0.05;
    const LearningResult result = play(PlantedWeeks(20), definition);
    const auto figures = exploration_figures(result);
    ASSERT_TRUE(figures);
    // What was forgone and what was bought make up the difference in hits, by definition.
    const double selected = 20 * 10;
    EXPECT_NEAR(figures->difference->mean * selected,
                figures->hits_bought->mean - figures->hits_forgone->mean, 1e-9);
    EXPECT_GT(figures->displaced_precision->mean, figures->explored_precision->mean);
    definition.explore.share = 0;
    EXPECT_FALSE(exploration_figures(play(PlantedWeeks(3), definition)));
}

class Refused : public ::testing::Test {
protected:
    void expect(const std::string& words) {
        try {
            run_loop(planted.declarations, planted.vocabulary, definition, {});
            FAIL() << "not refused";
        } catch (const InputError& error) {
            EXPECT_EQ(error.failure(), Failure::declarations);
            EXPECT_THAT(error.what(), HasSubstr(words));
        }
    }
    PlantedWeeks planted{4};
    LearningDefinition definition = by(StrategyKind::trader_history);
};

TEST_F(Refused, UnknownOutcome) {
    planted.declarations.truth[2].outcome[5] = Outcome::unknown;
    expect("week 3: the outcome of declaration 206 in order of lodgement is not known");
}

TEST_F(Refused, OneClass) {
    for (WeekTruth& truth : planted.declarations.truth) {
        truth.outcome.assign(100, Outcome::compliant);
    }
    expect("no declaration is a violation");
}

TEST_F(Refused, MoreWeeksThanThereAre) {
    definition.initial_weeks = 2;
    definition.weeks = 3;
    expect("of which 2 can be played, not 3");
    definition.initial_weeks = 4;
    expect("no week is left to play");
}

TEST_F(Refused, NoTraders) {
    for (Week& week : planted.declarations.weeks) {
        for (shipment::Declarations& block : week.blocks) {
            block.importer.clear();
        }
    }
    expect("nothing for the strategy 'trader-history'");
}

TEST_F(Refused, NoRecordOfInspections) {
    definition.initial_weeks = 1;
    definition.masking = Masking::as_given;
    planted.declarations.truth[0].recorded.clear();
    expect("needs a record of who was inspected");
}

TEST(RatePlan, FollowsItsCourse) {
    RatePlan plan{RatePlan::Course::linear, 0.5, 0.1, 4};
    EXPECT_DOUBLE_EQ(plan.at(0), 0.5);
    EXPECT_DOUBLE_EQ(plan.at(1), 0.4);
    EXPECT_DOUBLE_EQ(plan.at(9), 0.1);
    plan.course = RatePlan::Course::decay;
    EXPECT_DOUBLE_EQ(plan.at(0), 0.5);
    EXPECT_NEAR(plan.at(4), 0.3, 1e-15);
    EXPECT_NEAR(plan.at(8), 0.2, 1e-15);
}

}  // namespace

}  // namespace greenlane::learning
