#include "greenlane/experiment/sweep_plan.h"

#include "greenlane/core/diagnostics.h"
#include "greenlane/experiment/design.h"

#include <set>

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

using Texts = std::vector<std::string>;

SweepPlan plan(Design design, const Texts& varied, std::size_t points = 0) {
    return plan_sweep(design, parse_factors(varied), points, 1);
}

TEST(SweepPlan, HasTheScenarioAsItStandsThePointsAndTheTornado) {
    const SweepPlan grid = plan(Design::grid, {"a=1:3:1", "b=x,y"});
    ASSERT_EQ(grid.points.size(), 6U);
    const Setting as_it_stands(2);
    const Setting first{"1", "x"};
    const Setting last{"3", "y"};
    EXPECT_EQ(grid.systems.front(), as_it_stands);
    EXPECT_EQ(grid.systems[grid.points.front()], first);
    EXPECT_EQ(grid.systems[grid.points.back()], last);
    ASSERT_EQ(grid.alone.size(), 2U);
    const Setting low{"1", std::nullopt};
    const Setting high{"3", std::nullopt};
    EXPECT_EQ(grid.systems[grid.alone[0][0]], low);
    EXPECT_EQ(grid.systems[grid.alone[0][1]], high);
    EXPECT_EQ(grid.alone[1].size(), 2U);
    EXPECT_EQ(grid.systems.size(), 1U + 6 + 4);
    EXPECT_TRUE(grid.coordinates.empty());
}

TEST(SweepPlan, RunsNoSystemTwice) {
    const SweepPlan grid = plan(Design::grid, {"a=1:5:1"});
    EXPECT_EQ(grid.systems.size(), 6U);
    EXPECT_EQ(grid.alone[0][0], grid.points.front());
    EXPECT_EQ(grid.alone[0][1], grid.points.back());
}

TEST(SweepPlan, TriesEveryWordAlone) {
    EXPECT_EQ(plan(Design::grid, {"a=x,y,z", "b=1,2"}).alone[0].size(), 3U);
}

TEST(SweepPlan, PutsPointsOfSpaceFillingDesignsIntoTheRanges) {
    for (const Design design : {Design::latin_hypercube, Design::sobol}) {
        const SweepPlan space = plan(design, {"a=0.5:1", "b=2h:4h"}, 16);
        ASSERT_EQ(space.points.size(), 16U);
        ASSERT_EQ(space.coordinates.size(), 16U);
        std::set<int> strata;
        for (const std::vector<double>& point : space.coordinates) {
            strata.insert(static_cast<int>((point[0] + 1) * 8));
        }
        EXPECT_EQ(strata.size(), 16U) << name(design);
        const std::string& text = *space.systems[space.points[3]][0];
        EXPECT_NEAR(std::stod(text), 0.75 + 0.25 * space.coordinates[3][0], 1e-6);
    }
}

TEST(SweepPlan, RefusesWhatADesignCannotTake) {
    EXPECT_THROW(plan(Design::grid, {"a=1:3"}), InputError);
    EXPECT_THROW(plan(Design::grid, {"a=1:3:1"}, 10), InputError);
    EXPECT_THROW(plan(Design::grid, {"a=1:101:1", "b=1:100:1"}), InputError);
    EXPECT_NO_THROW(plan(Design::grid, {"a=1:100:1", "b=1:100:1"}));
    EXPECT_THROW(plan(Design::sobol, {"a=1:3:1"}, 8), InputError);
    EXPECT_THROW(plan(Design::latin_hypercube, {"a=1,2"}, 8), InputError);
    EXPECT_THROW(plan(Design::latin_hypercube, {"a=1:2"}), InputError);
    EXPECT_THROW(plan(Design::latin_hypercube, {"a=1:2"}, 1), InputError);
    Texts many;
    for (std::size_t i = 0; i <= most_sobol_factors; ++i) {
        many.push_back("k" + std::to_string(i) + "=0:1");
    }
    EXPECT_THROW(plan(Design::sobol, many, 8), InputError);
    many.resize(22);
    EXPECT_NO_THROW(plan(Design::latin_hypercube, many, 8));
}

}  // namespace
}  // namespace greenlane::experiment
