#include "greenlane/evaluation/calibration.h"

#include <vector>

#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

std::vector<Tie> ties_of(const std::vector<double>& score,
                         const std::vector<std::uint8_t>& violation) {
    const Ranking ranking({score, violation, {}});
    return {ranking.ties().begin(), ranking.ties().end()};
}

TEST(Calibration, BrierIsTheMeanSquaredError) {
    EXPECT_DOUBLE_EQ(*brier(ties_of({1, 0.5, 0.5, 0}, {1, 1, 0, 1})), (0.25 + 0.25 + 1) / 4);
    EXPECT_EQ(brier({}), std::nullopt);
}

TEST(Calibration, PointsAreNoProbabilities) {
    EXPECT_TRUE(are_probabilities(ties_of({1, 0}, {1, 0})));
    EXPECT_FALSE(are_probabilities(ties_of({40, 0}, {1, 0})));
    EXPECT_FALSE(are_probabilities(ties_of({0.5, -1}, {1, 0})));
}

TEST(Calibration, EqualWidthBinsHoldTheirScores) {
    const auto bins =
        reliability(ties_of({0.05, 0.1, 0.19, 1}, {0, 1, 0, 1}), Binning::equal_width);
    ASSERT_EQ(bins.size(), 3u);
    EXPECT_DOUBLE_EQ(bins[0].mean_score, 0.05);
    EXPECT_DOUBLE_EQ(bins[1].mean_score, (0.1 + 0.19) / 2);
    EXPECT_EQ(bins[1].violations, (kpi::Proportion{1, 2}));
    EXPECT_DOUBLE_EQ(bins[2].high, 1);
}

TEST(Calibration, EqualCountBinsKeepTiesTogether) {
    const auto bins = reliability(ties_of({0.1, 0.2, 0.2, 0.2, 0.3, 0.4}, {0, 0, 1, 0, 1, 1}),
                                  Binning::equal_count, 3);
    ASSERT_EQ(bins.size(), 2u);
    EXPECT_EQ(bins[0].violations, (kpi::Proportion{1, 4}));
    EXPECT_EQ(bins[1].violations, (kpi::Proportion{2, 2}));
    EXPECT_DOUBLE_EQ(bins[1].low, 0.3);
}

}  // namespace
}  // namespace greenlane::evaluation
