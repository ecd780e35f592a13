#include "greenlane/evaluation/rule_league.h"

#include <vector>

#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

using shipment::Outcome;
constexpr Outcome wrong = Outcome::violation;
constexpr Outcome right = Outcome::compliant;

/// Rules A (red), B (yellow), C (20 points), D (40 points); control begins at 50 points.
profile::CompiledProfile profile() {
    profile::CompiledProfile profile;
    profile.yellow_from = 50;
    const auto add = [&](const char* code, std::optional<Lane> lane, std::int32_t points) {
        profile::CompiledRule rule;
        rule.code = code;
        rule.lane = lane;
        rule.points = points;
        profile.rules.push_back(rule);
    };
    add("A", Lane::red, 0);
    add("B", Lane::yellow, 0);
    add("C", std::nullopt, 20);
    add("D", std::nullopt, 40);
    return profile;
}

struct Row {
    std::uint64_t matched;  // bits: A 1, B 2, C 4, D 8
    Lane lane;
    std::int32_t points;
    Outcome outcome;
    std::uint16_t traits = screening::selected | screening::by_rule;
};

std::vector<RuleStanding> standings(const std::vector<Row>& rows) {
    static const profile::CompiledProfile compiled = profile();
    screening::Decisions decisions;
    std::vector<Outcome> outcome;
    decisions.words_per_row = 1;
    for (const Row& row : rows) {
        decisions.lane.push_back(row.lane);
        decisions.traits.push_back(row.traits);
        decisions.points.push_back(row.points);
        decisions.matched.push_back(row.matched);
        decisions.chosen.push_back(row.matched);
        outcome.push_back(row.outcome);
    }
    RuleLeague league(compiled, {});
    league.add(decisions, outcome);
    return league.standings();
}

TEST(RuleLeague, TellsAloneFromLost) {
    const auto table = standings({
        {1, Lane::red, 0, wrong},       // A alone
        {3, Lane::red, 0, wrong},       // A and B: neither is lost
        {12, Lane::yellow, 60, wrong},  // C and D together: each is lost, none alone
        {13, Lane::red, 60, right},     // A, C and D
    });
    EXPECT_EQ(table[0].hits, (kpi::Proportion{2, 3}));
    EXPECT_EQ(table[0].hits_alone, 1u);
    EXPECT_EQ(table[0].hits_lost, 1u);
    EXPECT_EQ(table[1].hits_lost, 0u);
    EXPECT_EQ(table[2].hits_alone, 0u);
    EXPECT_EQ(table[2].hits_lost, 1u);
    EXPECT_EQ(table[3].hits_lost, 1u);
    EXPECT_EQ(table[3].hits, (kpi::Proportion{1, 2}));
}

TEST(RuleLeague, PointsBelowTheThresholdHaveNoPart) {
    const auto table = standings({{5, Lane::red, 20, wrong}});
    EXPECT_EQ(table[0].hits_alone, 1u);
    EXPECT_EQ(table[2].matched, 1u);
    EXPECT_EQ(table[2].selected, 0u);
    EXPECT_EQ(table[2].p, std::nullopt);
}

TEST(RuleLeague, UnknownOutcomesCountApart) {
    const auto table = standings({{1, Lane::red, 0, Outcome::unknown}, {1, Lane::red, 0, wrong}});
    EXPECT_EQ(table[0].selected, 2u);
    EXPECT_EQ(table[0].unknown, 1u);
    EXPECT_EQ(table[0].hits, (kpi::Proportion{1, 1}));
    EXPECT_DOUBLE_EQ(*table[0].hours_per_hit, ControlHours{}.physical);
}

TEST(RuleLeague, TestsAgainstBlindSelection) {
    std::vector<Row> rows(4, Row{1, Lane::red, 0, wrong});
    rows[3].outcome = right;
    for (int i = 0; i < 4; ++i) {
        rows.push_back({0, Lane::green, 0, i == 0 ? wrong : right, 0});
    }
    const auto table = standings(rows);
    EXPECT_NEAR(*table[0].p, 17.0 / 70, 1e-14);  // 3 of 4 where 4 of 8 are violations
    EXPECT_EQ(table[0].q, table[0].p);
    EXPECT_EQ(table[1].q, std::nullopt);
}

}  // namespace
}  // namespace greenlane::evaluation
