#include "greenlane/evaluation/cluster_bootstrap.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

using Values = std::span<std::optional<double>>;

void share_of_violations(std::span<const Tie> ties, Values out) {
    double rows = 0;
    double violations = 0;
    for (const Tie& tie : ties) {
        rows += static_cast<double>(tie.rows);
        violations += static_cast<double>(tie.violations);
    }
    out[0] = violations / rows;
}

struct Rows {
    std::vector<double> score;
    std::vector<std::uint8_t> violation;
    std::vector<std::uint32_t> importer;

    void add(std::uint32_t who, bool wrong) {
        score.push_back(static_cast<double>(score.size() % 3));
        violation.push_back(wrong ? 1 : 0);
        importer.push_back(who);
    }
    ClusterBootstrap resampled(std::uint64_t seed) const {
        return cluster_bootstrap({score, violation, {}}, importer, seed, 1, share_of_violations);
    }
};

TEST(ClusterBootstrap, EndsWhereTooFewImportersAre) {
    Rows rows;
    for (std::uint32_t i = 0; i < 100; ++i) {
        rows.add(1 + i % 7, i % 4 == 0);
    }
    const ClusterBootstrap few = rows.resampled(1);
    EXPECT_EQ(few.clusters, 7u);
    EXPECT_EQ(few.intervals[0], std::nullopt);
    rows.add(8, true);
    EXPECT_TRUE(rows.resampled(1).intervals[0]);
}

TEST(ClusterBootstrap, RowsWithoutImporterStandForThemselves) {
    Rows rows;
    for (int i = 0; i < 20; ++i) {
        rows.add(0, i % 4 == 0);
    }
    EXPECT_EQ(rows.resampled(1).clusters, 20u);
}

TEST(ClusterBootstrap, SameSeedSameInterval) {
    Rows rows;
    for (std::uint32_t i = 0; i < 157; ++i) {
        rows.add(1 + i * i % 53, i % 5 == 0);
    }
    EXPECT_EQ(rows.resampled(3).intervals, rows.resampled(3).intervals);
    EXPECT_NE(rows.resampled(3).intervals, rows.resampled(4).intervals);
}

/// Half the width of a 95 % interval of a mean over n clusters of standard deviation s is
/// 1.96 s / sqrt n; the spread of a percentile of 400 resamples is some 10 % of it, of the width of
/// both ends less.
TEST(ClusterBootstrap, TheIntervalIsThatOfTheClusters) {
    constexpr std::uint32_t importers = 400;
    constexpr int rows_each = 10;
    Rows alike;  // an importer's rows are all violations, or none is
    Rows mixed;  // half of every importer's rows are
    for (std::uint32_t who = 1; who <= importers; ++who) {
        for (int i = 0; i < rows_each; ++i) {
            alike.add(who, who % 2 == 0);
            mixed.add(who, i % 2 == 0);
        }
    }
    const auto interval = *alike.resampled(1).intervals[0];
    const double expected = 2 * 1.96 * 0.5 / std::sqrt(importers);
    EXPECT_NEAR(interval.high - interval.low, expected, 0.15 * expected);
    EXPECT_TRUE(interval.contains(0.5));
    const auto none = *mixed.resampled(1).intervals[0];
    EXPECT_DOUBLE_EQ(none.low, 0.5);
    EXPECT_DOUBLE_EQ(none.high, 0.5);
}

TEST(ClusterBootstrap, UndefinedFiguresHaveNoInterval) {
    Rows rows;
    for (std::uint32_t i = 0; i < 40; ++i) {
        rows.add(1 + i, false);
    }
    const auto area =
        cluster_bootstrap({rows.score, rows.violation, {}}, rows.importer, 1, 1,
                          [](std::span<const Tie> ties, Values out) { out[0] = roc_area(ties); });
    EXPECT_EQ(area.intervals[0], std::nullopt);
}

}  // namespace
}  // namespace greenlane::evaluation
