#include "greenlane/evaluation/curve.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

struct Rows {
    std::vector<double> score;
    std::vector<std::uint8_t> violation;
    std::vector<Money> revenue;
    operator Ranked() const { return {score, violation, revenue}; }
};

TEST(Curve, SelectsTheRateRoundedUp) {
    EXPECT_EQ(rows_at(0.05, 101), 6u);
    EXPECT_EQ(rows_at(0.07, 100), 7u);  // 0.07 * 100 is 7.000000000000001
    EXPECT_EQ(rows_at(0.29, 100), 29u);
    EXPECT_EQ(rows_at(0, 100), 0u);
    EXPECT_EQ(rows_at(1, 100), 100u);
    EXPECT_EQ(rows_at(0.01, 3), 1u);
    EXPECT_EQ(rows_at(0.5, 0), 0u);
}

TEST(Curve, CountsWhatTheCutFinds) {
    const Rows rows{{0.9, 0.1, 0.8, 0.4}, {1, 1, 0, 0}, {30, 50, 0, 0}};
    const AtRate at = at_rate(rows, 0.5);
    EXPECT_EQ(at.selected, 2u);
    EXPECT_DOUBLE_EQ(at.hits, 1);
    EXPECT_DOUBLE_EQ(at.tied, 0);
    EXPECT_DOUBLE_EQ(*at.precision, 0.5);
    EXPECT_DOUBLE_EQ(*at.recall, 0.5);
    EXPECT_DOUBLE_EQ(*at.lift, 1);
    EXPECT_DOUBLE_EQ(*at.hits_of_best, 0.5);
    EXPECT_DOUBLE_EQ(*at.revenue_share, 30.0 / 80);
    EXPECT_DOUBLE_EQ(*at.revenue_of_best, 30.0 / 80);
    EXPECT_DOUBLE_EQ(*at_rate(rows, 0.25).revenue_of_best, 30.0 / 50);
}

TEST(Curve, AveragesOverTheTieAtTheCut) {
    // One row above, then four alike of which three are violations: two of them are selected.
    const Rows rows{{2, 1, 1, 1, 1, 0}, {0, 1, 1, 0, 1, 1}, {0, 8, 4, 0, 2, 1}};
    const AtRate at = at_rate(rows, 0.5);
    EXPECT_EQ(at.selected, 3u);
    EXPECT_DOUBLE_EQ(at.hits, 2 * 3.0 / 4);
    EXPECT_DOUBLE_EQ(at.revenue, 2 * 14.0 / 4);
    EXPECT_DOUBLE_EQ(at.tied, 2.0 / 3);
}

TEST(Curve, SaysNothingWhereThereIsNothingToSay) {
    const AtRate clean = at_rate(Rows{{1, 2}, {0, 0}, {0, 0}}, 0.5);
    EXPECT_EQ(clean.precision, 0);
    EXPECT_EQ(clean.recall, std::nullopt);
    EXPECT_EQ(clean.lift, std::nullopt);
    EXPECT_EQ(clean.hits_of_best, std::nullopt);
    EXPECT_EQ(clean.revenue_share, std::nullopt);
    const AtRate none = at_rate({}, 0.5);
    EXPECT_EQ(none.selected, 0u);
    EXPECT_EQ(none.precision, std::nullopt);
    EXPECT_EQ(at_rate(Ranked(Rows{{1}, {1}, {}}), 1).revenue_share, std::nullopt);
}

TEST(Curve, AreasOfOneClassAreUndefined) {
    EXPECT_EQ(roc_area(Ranking(Rows{{1, 2}, {1, 1}, {}}).ties()), std::nullopt);
    EXPECT_EQ(roc_area(Ranking(Rows{{1, 2}, {0, 0}, {}}).ties()), std::nullopt);
    EXPECT_EQ(average_precision(Ranking(Rows{{1, 2}, {0, 0}, {}}).ties()), std::nullopt);
    EXPECT_EQ(average_precision(Ranking(Rows{{1, 2}, {1, 1}, {}}).ties()), 1);
}

TEST(Curve, AConstantScoreIsWorthACoin) {
    const Ranking ranking(Rows{{3, 3, 3, 3}, {1, 0, 0, 0}, {}});
    EXPECT_EQ(roc_area(ranking.ties()), 0.5);
    EXPECT_EQ(average_precision(ranking.ties()), 0.25);
    EXPECT_DOUBLE_EQ(ranking.at(0.5).tied, 1);
    EXPECT_DOUBLE_EQ(*ranking.at(0.5).lift, 1);
}

TEST(Curve, AreasMatchTheirDefinitions) {
    const Rows rows{{0.9, 0.8, 0.8, 0.3, 0.2, 0.2, 0.1}, {1, 1, 0, 1, 0, 1, 0}, {}};
    double won = 0;
    double pairs = 0;
    for (std::size_t a = 0; a < rows.score.size(); ++a) {
        for (std::size_t b = 0; b < rows.score.size(); ++b) {
            if (rows.violation[a] == 1 && rows.violation[b] == 0) {
                ++pairs;
                won += rows.score[a] > rows.score[b] ? 1 : rows.score[a] == rows.score[b] ? 0.5 : 0;
            }
        }
    }
    const Ranking ranking(rows);
    EXPECT_DOUBLE_EQ(*roc_area(ranking.ties()), won / pairs);
    EXPECT_DOUBLE_EQ(*average_precision(ranking.ties()),
                     0.25 * 1 + 0.25 * 2 / 3 + 0.25 * 3 / 4 + 0.25 * 4 / 6);
}

TEST(Curve, RowsWithoutAScoreRankLast) {
    const double none = -std::numeric_limits<double>::infinity();
    const AtRate at = at_rate(Rows{{none, 0, none}, {0, 1, 0}, {}}, 1.0 / 3);
    EXPECT_DOUBLE_EQ(at.hits, 1);
}

TEST(Curve, GainsEndAtEverything) {
    const auto table = gains(Ranking(Rows{{4, 3, 2, 1}, {1, 0, 1, 0}, {}}));
    ASSERT_EQ(table.size(), 10u);
    EXPECT_DOUBLE_EQ(table[4].rate, 0.5);
    EXPECT_DOUBLE_EQ(table[4].recall, 0.5);
    EXPECT_DOUBLE_EQ(table[9].recall, 1);
}

}  // namespace
}  // namespace greenlane::evaluation
