#include "learning/targeting.h"

#include "learning/exploration.h"
#include "unit/learning/planted_weeks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::learning {

namespace {

using shipment::Outcome;

StrategyParts parts_of(const PlantedWeeks& planted) {
    return {.first = &planted.declarations.weeks.front().blocks.front(),
            .vocabulary = &planted.vocabulary,
            .mix = {},
            .epochs = {},
            .key = random::make_key(1, 0)};
}

/// What the rows that are not inspected hold changes nothing: with all of them turned into their
/// opposite, the same rows are inspected.
TEST(Targeting, FollowsWhatItWasToldAndNothingElse) {
    PlantedWeeks planted(12);
    LearningDefinition definition;
    definition.replications = 1;
    definition.seed = 1;
    const auto found = [&] {
        std::vector<std::uint64_t> counts;
        const auto result = run_loop(planted.declarations, planted.vocabulary, definition, {});
        for (const LearningWeek& week : result->weeks) {
            counts.push_back(week.replications[0].hits);
            counts.push_back(week.replications[0].explored_hits);
        }
        return counts;
    };
    const std::vector<std::uint64_t> before = found();
    Targeting targeting(definition, parts_of(planted));
    for (std::size_t w = 0; w < planted.declarations.weeks.size(); ++w) {
        const Week& week = planted.declarations.weeks[w];
        std::vector<Outcome>& truth = planted.declarations.truth[w].outcome;
        std::vector<Outcome> outcomes;
        std::vector<Outcome> turned;
        for (const Outcome outcome : truth) {
            turned.push_back(outcome == Outcome::violation ? Outcome::compliant
                                                           : Outcome::violation);
        }
        for (const std::uint32_t row : targeting.select(week, 10, {}).inspected) {
            outcomes.push_back(truth[row]);
            turned[row] = truth[row];
        }
        truth = turned;
        targeting.find_out(week, outcomes);
    }
    EXPECT_EQ(found(), before);
}

class TraderStrategy : public ::testing::TestWithParam<StrategyKind> {};

TEST_P(TraderStrategy, RanksImportersOnceTheyAreKnown) {
    const PlantedWeeks planted(20);
    LearningDefinition definition;
    definition.strategy = GetParam();
    definition.explore.share = 0;
    Targeting targeting(definition, parts_of(planted));
    std::vector<std::uint32_t> all(PlantedWeeks::rows);
    std::iota(all.begin(), all.end(), 0u);
    for (std::size_t w = 0; w < 19; ++w) {
        targeting.look_back(planted.declarations.weeks[w], all,
                            planted.declarations.truth[w].outcome);
    }
    // 380 outcomes of risky importers in 8, 1,520 of the others: nobody can be mistaken.
    const Week& week = planted.declarations.weeks[19];
    for (const std::uint32_t row : targeting.select(week, 10, {}).inspected) {
        const std::string_view importer =
            planted.vocabulary.importer.word(week.blocks[row / 20].importer[row % 20]);
        EXPECT_TRUE(PlantedWeeks::risky(std::stoull(std::string(importer.substr(1))))) << importer;
    }
}

INSTANTIATE_TEST_SUITE_P(All, TraderStrategy,
                         ::testing::Values(StrategyKind::trader_history, StrategyKind::thompson),
                         [](const auto& tested) {
                             return tested.param == StrategyKind::thompson ? "thompson"
                                                                           : "trader_history";
                         });

/// Of two importers of one record, a draw prefers now this one and now that one, and all rows of an
/// importer alike.
TEST(Thompson, DrawsImportersAnewEveryWeek) {
    const PlantedWeeks planted(40);
    const StrategyParts parts = parts_of(planted);
    const auto thompson = make_strategy(StrategyKind::thompson, parts);
    const std::vector<double> ties(PlantedWeeks::rows, 0.5);
    std::vector<double> scores(PlantedWeeks::rows);
    std::size_t first_before_second = 0;
    for (const Week& week : planted.declarations.weeks) {
        thompson->score(week, ties, scores);
        std::map<shipment::Code, double> score;
        for (std::size_t row = 0; row < scores.size(); ++row) {
            const shipment::Code importer = week.blocks[row / 20].importer[row % 20];
            EXPECT_EQ(score.emplace(importer, scores[row]).first->second, scores[row]);
        }
        first_before_second += score[1] > score[2] ? 1 : 0;
    }
    // Of 40 fair coins; z = 4.
    EXPECT_NEAR(static_cast<double>(first_before_second), 20, 4 * std::sqrt(40 * 0.25));
}

/// One share finds twice as much as the others: it is taken most of the time, and where another
/// becomes the best, that one is.
TEST(Exploration, BanditFindsTheBestShareAndFollowsItsChange) {
    Exploration bandit({ExplorationDefinition::Kind::bandit, 0}, random::make_key(5, 0));
    const auto taken = [&](std::size_t best) {
        std::size_t times = 0;
        for (int week = 0; week < 200; ++week) {
            const double share = bandit.share({});
            times += share == bandit_shares[best] ? 1 : 0;
            bandit.find_out(share == bandit_shares[best] ? 40 : 20, 200);
        }
        return times;
    };
    EXPECT_GT(taken(1), 100u);
    EXPECT_GT(taken(3), 100u);
}

TEST(Exploration, RisesWithSignificantDrift) {
    Exploration exploration({ExplorationDefinition::Kind::drift, 0}, random::make_key(5, 0));
    EXPECT_EQ(exploration.share({}), drift_least);
    EXPECT_EQ(exploration.share(Drift{"origin", {1, 0, 0.5}, 0.5}), drift_least);
    EXPECT_NEAR(exploration.share(Drift{"origin", {0.175, 0.05, 0}, 0}), 0.03, 1e-12);
    EXPECT_EQ(exploration.share(Drift{"origin", {2, 0.1, 0}, 0}), drift_most);
}

TEST(Drift, IsSeenWhereTheMixChanges) {
    PlantedWeeks planted(16);
    const auto calm = drift_by_week(planted.declarations.weeks, planted.vocabulary);
    EXPECT_FALSE(calm[6]);
    ASSERT_TRUE(calm[7]);
    EXPECT_GT(calm[15]->p, 1e-4);
    const shipment::Code other = planted.vocabulary.country.code("BR");
    for (std::size_t w = 12; w < 16; ++w) {
        for (shipment::Declarations& block : planted.declarations.weeks[w].blocks) {
            block.items.origin.assign(block.items.origin.size(), other);
        }
    }
    const auto changed = drift_by_week(planted.declarations.weeks, planted.vocabulary);
    EXPECT_EQ(changed[15]->field, "origin");
    EXPECT_LT(changed[15]->p, 1e-6);
    EXPECT_EQ(changed[11]->p, calm[11]->p);
}

TEST(WeekCutter, CutsBySevenDaysFromTheFirstDeclaration) {
    WeekCutter cutter({.utc_offset = hour, .starts_at = 0});
    for (const Instant lodged : {2 * day, 8 * day + 22 * hour, 8 * day + 23 * hour, 30 * day}) {
        shipment::Block block;
        block.declarations.lodged = {lodged};
        evaluation::Labels labels;
        labels.outcome = {Outcome::compliant};
        cutter.add(block, labels);
    }
    const WeeklyDeclarations cut = cutter.finish();
    std::vector<std::size_t> rows;
    for (const Week& week : cut.weeks) {
        rows.push_back(week.rows);
    }
    EXPECT_THAT(rows, ::testing::ElementsAre(2, 1, 0, 0, 1));
    EXPECT_EQ(cut.weeks[0].begin, 2 * day - hour);
    EXPECT_EQ(cut.weeks[1].begin, 9 * day - hour);
    EXPECT_EQ(cut.weeks[0].end, cut.weeks[1].begin);
}

}  // namespace

}  // namespace greenlane::learning
