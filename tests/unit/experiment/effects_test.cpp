#include "greenlane/experiment/effects.h"

#include "greenlane/experiment/design.h"

#include <array>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

using Points = std::vector<std::vector<double>>;
using Table = std::vector<Replications>;

/// Replication r sees the function with r added, as common draws would.
Table responses(const Points& points,
                const std::function<double(const std::vector<double>&)>& function,
                std::size_t replications = 3) {
    Table table;
    for (const std::vector<double>& point : points) {
        Replications& values = table.emplace_back();
        for (std::size_t r = 0; r < replications; ++r) {
            values.push_back(function(point) + static_cast<double>(r));
        }
    }
    return table;
}

Points coded(const UnitPoints& cube) {
    Points points = cube;
    for (std::vector<double>& point : points) {
        for (double& coordinate : point) {
            coordinate = 2 * coordinate - 1;
        }
    }
    return points;
}

/// y = 3 a - 2 b + a b.
double known(const std::vector<double>& x) {
    return 3 * x[0] - 2 * x[1] + x[0] * x[1];
}

void expect_known(const Effects& effects, double error) {
    const std::vector<Term> terms{{0}, {1}, {0, 1}};
    ASSERT_EQ(effects.terms, terms);
    const std::array<double, 3> expected{6, -4, 2};
    for (std::size_t term = 0; term < 3; ++term) {
        ASSERT_EQ(effects.estimates[term].size(), 3U);
        for (const std::optional<double>& estimate : effects.estimates[term]) {
            EXPECT_NEAR(estimate.value(), expected[term], error);
        }
    }
}

TEST(GridEffects, FindAKnownFunctionExactly) {
    const std::array<std::size_t, 2> levels{2, 2};
    const Points points{{-1, -1}, {-1, 1}, {1, -1}, {1, 1}};
    const Effects effects = grid_effects(levels, responses(points, known));
    expect_known(effects, 0);
    // Sums of squares 4 * 9, 4 * 4 and 4 * 1.
    EXPECT_DOUBLE_EQ(effects.shares[0].value(), 9.0 / 14);
    EXPECT_DOUBLE_EQ(effects.shares[1].value(), 4.0 / 14);
    EXPECT_DOUBLE_EQ(effects.shares[2].value(), 1.0 / 14);
    EXPECT_DOUBLE_EQ(effects.explained.value(), 1);
    EXPECT_EQ(effects.margins[0][0], (Replications{-3, -2, -1}));
    EXPECT_EQ(effects.margins[1][1], (Replications{-2, -1, 0}));
}

TEST(GridEffects, CountAllLevelsAndLeaveTheRestToHigherOrders) {
    // y = (a - 1)^2 + abc over a in 0, 1, 2 and b, c in -1, 1: curved in a, with a triple.
    const std::array<std::size_t, 3> levels{3, 2, 2};
    Points points;
    for (const auto& point : full_grid(levels)) {
        points.push_back({static_cast<double>(point[0]), 2.0 * static_cast<double>(point[1]) - 1,
                          2.0 * static_cast<double>(point[2]) - 1});
    }
    const Effects effects = grid_effects(levels, responses(points, [](const auto& x) {
                                             return (x[0] - 1) * (x[0] - 1) + x[0] * x[1] * x[2];
                                         }));
    EXPECT_EQ(effects.estimates[0][0], 0) << "the ends are alike";
    // Squares: of a 4 * (1/9 + 4/9 + 1/9) = 8/3, of abc 4 * (0 + 1 + 4) = 20; of these bc has
    // 12 * 1 and the triple 8.
    const double total = 8.0 / 3 + 20;
    EXPECT_NEAR(effects.shares[0].value(), 8.0 / 3 / total, 1e-12);
    EXPECT_NEAR(effects.shares[5].value(), 12 / total, 1e-12);
    EXPECT_NEAR(effects.explained.value(), (8.0 / 3 + 12) / total, 1e-12);
    EXPECT_DOUBLE_EQ(effects.estimates[5][0].value(), 2) << "mean of a, over two";
}

TEST(GridEffects, HaveNoneInAReplicationThatLacksAPoint) {
    const std::array<std::size_t, 1> levels{2};
    const Effects effects = grid_effects(levels, Table{{1.0, 2.0}, {4.0, std::nullopt}});
    EXPECT_EQ(effects.estimates[0], (Replications{3, std::nullopt}));
    EXPECT_EQ(effects.shares[0], 1);
}

TEST(GridEffects, SaysNothingOfSharesWhereNothingVaries) {
    const std::array<std::size_t, 1> levels{3};
    const Effects effects = grid_effects(levels, Table{{0.1}, {0.1}, {0.1}});
    EXPECT_EQ(effects.estimates[0][0], 0);
    EXPECT_FALSE(effects.shares[0]);
    EXPECT_FALSE(effects.explained);
}

TEST(FittedEffects, FindAKnownFunctionInEveryDesign) {
    for (const Points& points :
         {coded(latin_hypercube(20, 2, 1)), coded(shifted_sobol(16, 2, 1))}) {
        const Effects effects = fitted_effects(points, responses(points, known));
        expect_known(effects, 1e-12);
        EXPECT_NEAR(effects.explained.value(), 1, 1e-12);
        EXPECT_GT(effects.shares[0].value(), effects.shares[1].value());
        EXPECT_GT(effects.shares[1].value(), effects.shares[2].value());
    }
}

TEST(FittedEffects, TellHowLittleAStraightLineExplains) {
    const Points points = coded(shifted_sobol(64, 2, 1));
    const Effects effects =
        fitted_effects(points, responses(points, [](const auto& x) { return std::abs(x[0]); }));
    EXPECT_LT(effects.explained.value(), 0.2);
}

TEST(FittedEffects, LeaveOutWhatPointsCannotTell) {
    const auto terms = [](std::size_t points) {
        const Points design = coded(latin_hypercube(points, 3, 1));
        return fitted_effects(design, responses(design, [](const auto& x) { return x[0]; }))
            .terms.size();
    };
    EXPECT_EQ(terms(14), 6U);
    EXPECT_EQ(terms(13), 3U);
    EXPECT_EQ(terms(8), 3U);
    EXPECT_EQ(terms(7), 0U);
    // Two factors that always go together.
    Points twins;
    for (const std::vector<double>& point : coded(latin_hypercube(20, 1, 1))) {
        twins.push_back({point[0], point[0]});
    }
    EXPECT_TRUE(fitted_effects(twins, responses(twins, known)).terms.empty());
}

}  // namespace
}  // namespace greenlane::experiment
