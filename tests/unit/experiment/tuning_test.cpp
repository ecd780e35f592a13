#include "greenlane/experiment/tuning.h"

#include "greenlane/core/diagnostics.h"
#include "greenlane/experiment/pareto.h"

#include "support/known_settings.h"
#include "support/reference_values.h"

#include <array>
#include <cmath>
#include <numeric>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using kpi::Better;
using testing::ElementsAre;

/// Five stations in a row of Jackson's network; the reference case `opt_staff_public`.
class Staffing : public testing::Test {
protected:
    static constexpr std::array<double, 5> arrivals{20, 6, 3, 2, 20};
    static constexpr std::array<double, 5> rates{12, 1.5, 4, 0.5, 25};

    static double erlang_c(double load, double servers) {
        double blocking = 1;
        for (double c = 1; c <= servers; ++c) {
            blocking = load * blocking / (c + load * blocking);
        }
        return blocking / (1 - load / servers * (1 - blocking));
    }
    static std::optional<double> clearance_h(std::size_t, const std::vector<double>& servers) {
        double time = 0;
        for (std::size_t i = 0; i < servers.size(); ++i) {
            const double load = arrivals[i] / rates[i];
            time +=
                arrivals[i] / 20 *
                (1 / rates[i] + erlang_c(load, servers[i]) / (servers[i] * rates[i] - arrivals[i]));
        }
        return time;
    }
    static TuningProblem problem() {
        TuningProblem problem{
            .factors = parse_factors({"station.a.servers=2:5:1", "station.b.servers=5:9:1",
                                      "station.c.servers=1:3:1", "station.d.servers=5:10:1",
                                      "station.e.servers=1:3:1"}),
            .unit_costs = {1, 1.2, 6, 1.5, 0.8},
            .objectives = {objective("cost", Better::lower)},
            .constraints = {},
            .present = {4, 8, 2, 7, 2}};
        problem.budget = 3'240;  // a tenth of 30 replications of 1,080 settings
        problem.fresh_replications = 30;
        return problem;
    }
    static Point point(const std::vector<double>& servers, const TuningProblem& problem) {
        return {std::inner_product(servers.begin(), servers.end(), problem.unit_costs.begin(), 0.0),
                *clearance_h(0, servers)};
    }
};

TEST_F(Staffing, KnowsItsTruth) {
    const auto reference = test::comparison_case("opt_staff_public");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    for (const auto& row : reference->at("values").at("pareto")) {
        const auto servers = row.at("c").get<std::vector<double>>();
        EXPECT_NEAR(*clearance_h(0, servers), row.at("W").get<double>(), 1e-12);
        EXPECT_NEAR(point(servers, problem()).front(), row.at("cost").get<double>(), 1e-9);
    }
}

/// sd of the part of the noise that all settings of a replication share, and of each one's own: a
/// mean clearance time of 45 minutes is told with 3 minutes in one replication.
constexpr double common_sd = 0.05;
constexpr double own_sd = 0.02;

TEST_F(Staffing, FindsTheOptimumOfTheEnumeration) {
    TuningProblem problem = this->problem();
    problem.constraints = {constraint("clearance.time<=0.8")};
    const std::vector<double> optimum{3, 6, 1, 6, 2};
    const Tuned exact = run(problem, clearance_h, 0, 0);
    EXPECT_EQ(exact.tuning.settings.at(exact.tuning.winner.value()).setting.values, optimum);
    EXPECT_EQ(exact.tuning.correct, 1);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Tuned noisy = run(problem, clearance_h, common_sd, own_sd, seed);
        EXPECT_LE(noisy.tuning.spent, problem.budget);
        EXPECT_EQ(noisy.tuning.settings.at(noisy.tuning.winner.value()).setting.values, optimum)
            << "seed " << seed;
    }
}

TEST_F(Staffing, FrontReachesTheEnumeratedHypervolumeWithATenthOfTheRuns) {
    TuningProblem problem = this->problem();
    problem.objectives.push_back(objective("clearance.time", Better::lower));
    const std::vector<Better> lower(2, Better::lower);
    for (std::uint64_t seed = 0; seed <= 10; ++seed) {
        const double noise = seed == 0 ? 0 : 1;
        const Tuned tuned = run(problem, clearance_h, noise * common_sd, noise * own_sd, seed);
        std::vector<Point> points;
        for (const std::size_t member : tuned.tuning.front) {
            points.push_back(point(tuned.tuning.settings[member].setting.values, problem));
        }
        const double volume = hypervolume(points, lower, {53.76, 1.3065909090909091});
        EXPECT_GE(volume, (seed == 0 ? 0.9999 : 0.98) * 20.150281881333804) << "seed " << seed;
        EXPECT_LE(tuned.tuning.spent, problem.budget);
        EXPECT_TRUE(tuned.tuning.knee.has_value());
    }
}

std::optional<double> parabola(std::size_t, const std::vector<double>& values) {
    return 100 + (values[0] - 17) * (values[0] - 17) / 10;
}

TEST(Tuning, TriesAllOfASmallGridAndSpendsTheRestWhereItDecides) {
    const auto problem = line({objective("clearance.time", Better::lower)}, {});
    const Tuned tuned = run(problem, parabola, 2, 0.25);
    EXPECT_TRUE(tuned.tuning.all_tried);
    EXPECT_EQ(tuned.tuning.settings.size(), 41);
    EXPECT_EQ(tuned.tuning.spent, 1'000);
    const auto& settings = tuned.tuning.settings;
    EXPECT_EQ(settings[*tuned.tuning.winner].setting.values, std::vector<double>{17});
    EXPECT_GT(tuned.tuning.correct, 0.9);
    EXPECT_EQ(tuned.tuning.chosen.outcomes.size(), 10);
    EXPECT_LT(tuned.tuning.gains.at(0)->figure.interval->high, 0);
}

TEST(Tuning, SpendsHalfOfTheRestOrMoreOnThreeOfFortyOneSettings) {
    constexpr std::uint64_t seeds = 20;
    std::uint64_t near = 0;
    std::uint64_t rest = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const Tuned tuned =
            run(line({objective("clearance.time", Better::lower)}, {}), parabola, 2, 0.25, seed);
        rest += tuned.tuning.spent - 41 * first_trials;
        for (const TriedSetting& setting : tuned.tuning.settings) {
            const bool is_near = std::abs(setting.setting.values[0] - 17) <= 1;
            near += is_near ? setting.replications - first_trials : 0;
        }
    }
    EXPECT_GT(2 * near, rest) << near << " of " << rest;
}

TEST(Tuning, FreshReplicationsAreThoseOfAPlainRun) {
    const Tuned tuned = run(line({objective("clearance.time", Better::lower)}, {}), parabola, 2, 0);
    for (std::uint64_t i = 0; i < 10; ++i) {
        EXPECT_EQ(tuned.tuning.chosen.outcomes[i].number, i);
        EXPECT_EQ(tuned.tuning.present.outcomes[i].number, i);
    }
}

TEST(Tuning, SaysTheNearestWhereNothingIsFeasible) {
    const auto problem =
        line({objective("cost", Better::lower)}, {constraint("clearance.time<=99h")});
    const Tuned tuned = run(problem, parabola, 0.1, 0.1);
    EXPECT_FALSE(tuned.tuning.winner);
    EXPECT_TRUE(tuned.tuning.front.empty());
    const TriedSetting& nearest = tuned.tuning.settings[tuned.tuning.nearest.value()];
    EXPECT_NEAR(nearest.setting.values[0], 17, 1);
    EXPECT_NEAR(nearest.violation, 1.0 / 99, 0.005);
    EXPECT_LT(tuned.tuning.chosen.tried.constraints[0].confidence.value(), 0.05);
}

/// Below 20 servers the queue grows for as long as the run lasts, the more the fewer they are; what
/// is released in it looks quick.
void overload_below_20(KnownTask& task) {
    task.overloads = [](const std::vector<double>& values) {
        return values[0] < 20 ? std::vector<Overload>{{0, 2 - values[0] / 20}}
                              : std::vector<Overload>();
    };
}

TEST(Tuning, TakesNoSettingThatOverloadsAStation) {
    auto problem = line({objective("cost", Better::lower)}, {constraint("clearance.time<=120h")});
    problem.present = {5};
    const Tuned tuned = run(problem, parabola, 0.1, overload_below_20);
    const Tuning& tuning = tuned.tuning;
    EXPECT_EQ(tuning.settings.at(tuning.winner.value()).setting.values, std::vector<double>{20});
    EXPECT_EQ(tuning.overloaded(), 20);
    EXPECT_EQ(tuning.correct, 1);
    EXPECT_TRUE(tuning.confirmed);
    EXPECT_FALSE(tuning.present.tried.is_feasible());
    for (const TriedSetting& tried : tuning.settings) {
        EXPECT_EQ(tried.overloads.empty(), tried.setting.values[0] >= 20);
        EXPECT_FALSE(tried.is_feasible() && !tried.overloads.empty());
    }
}

TEST(Tuning, SaysWhatIsOverloadedLeastWhereAllIs) {
    auto problem = line({objective("clearance.time", Better::lower)}, {});
    problem.factors = parse_factors({"thresholds.red=0:19:1"});
    problem.present = {3};
    const Tuned tuned = run(problem, parabola, 0.1, overload_below_20);
    EXPECT_FALSE(tuned.tuning.winner);
    EXPECT_EQ(tuned.tuning.overloaded(), tuned.tuning.settings.size());
    EXPECT_EQ(tuned.tuning.settings.at(tuned.tuning.nearest.value()).setting.values,
              std::vector<double>{19});
}

TEST(Tuning, KeepsThePresentValueOfAFactorWithoutEffect) {
    auto problem = line({objective("clearance.time", Better::lower)}, {});
    problem.factors = parse_factors({"thresholds.red=0:9:1", "thresholds.yellow=0:9:1"});
    problem.unit_costs = {0, 0};
    problem.present = {4, 7};
    const auto no_red = [](std::size_t, const std::vector<double>& values) {
        return std::optional(values[1] + 1);
    };
    const Tuned tuned = run(problem, no_red, 0.5, 0);
    EXPECT_THAT(tuned.tuning.settings.at(tuned.tuning.winner.value()).setting.values,
                ElementsAre(4, 0));
    EXPECT_THAT(tuned.tuning.front, ElementsAre(*tuned.tuning.winner));
    EXPECT_EQ(tuned.tuning.equals, 9);
    problem.present = {4, 0};
    EXPECT_EQ(run(problem, no_red, 0.5, 0).tuning.winner, 0);
}

TEST(Tuning, SaysWhereThePresentSettingServesBetter) {
    auto problem = line({objective("clearance.time", Better::lower)}, {});
    problem.factors = parse_factors({"thresholds.red=30:40:1"});
    problem.present = {17};
    const Tuned off_grid = run(problem, parabola, 1, 0.1);
    EXPECT_EQ(off_grid.tuning.choice(), 1);
    EXPECT_TRUE(off_grid.tuning.present_serves_better);
    problem.constraints = {constraint("cost>=20")};
    EXPECT_FALSE(run(problem, parabola, 1, 0.1).tuning.present_serves_better);
    problem.constraints.clear();
    problem.present = {40};
    EXPECT_FALSE(run(problem, parabola, 1, 0.1).tuning.present_serves_better);
}

TEST(Tuning, MoreFreshReplicationsLeaveTheSearchAsItIs) {
    auto problem = line({objective("clearance.time", Better::lower)}, {});
    const Tuned few = run(problem, parabola, 2, 1);
    problem.fresh_replications = 50;
    const Tuned many = run(problem, parabola, 2, 1);
    ASSERT_EQ(few.tuning.settings.size(), many.tuning.settings.size());
    for (std::size_t i = 0; i < few.tuning.settings.size(); ++i) {
        EXPECT_EQ(few.tuning.settings[i].objectives[0]->mean,
                  many.tuning.settings[i].objectives[0]->mean);
    }
    EXPECT_EQ(few.tuning.winner, many.tuning.winner);
    EXPECT_EQ(many.tuning.chosen.outcomes.size(), 50);
}

TEST(Tuning, SpreadsSettingsOverTheGrid) {
    const auto factors = parse_factors({"thresholds.red=0:99:1", "thresholds.yellow=0:99:1"});
    const TuningSettings all = spread(factors, 20'000);
    EXPECT_EQ(all.size(), 10'000);
    const TuningSettings some = spread(factors, 5);
    ASSERT_EQ(some.size(), 5);
    EXPECT_THAT(some.front().values, ElementsAre(0, 0));
    EXPECT_THAT(some.back().values, ElementsAre(99, 99));
}

/// Of the settings that can be.
std::uint64_t replications_of(const Tuning& tuning) {
    return std::accumulate(tuning.settings.begin(), tuning.settings.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const TriedSetting& tried) {
                               return sum + (tried.possible ? tried.replications : 0);
                           });
}

TEST(Tuning, TriesAllOfAGridThatTwoThirdsOfTheBudgetTake) {
    auto problem = line({objective("clearance.time", Better::lower)}, {});
    problem.budget = least_budget;
    problem.factors = parse_factors({"thresholds.red=0:12:1"});
    problem.present = {12};
    EXPECT_TRUE(run(problem, parabola, 1, 0.1).tuning.all_tried);
    problem.present = {12.5};
    EXPECT_FALSE(run(problem, parabola, 1, 0.1).tuning.all_tried);
}

TEST(Tuning, FindsWhatCanBeWhereHardlyAnythingCan) {
    auto problem = line({objective("clearance.time", Better::lower)}, {});
    problem.factors = parse_factors({"thresholds.red=0:400:1"});
    problem.present = {399.5};
    const auto valley = [](std::size_t, const std::vector<double>& values) {
        return std::optional(std::abs(values[0] - 320));
    };
    const Tuned tuned = run(problem, valley, 0.1, [](KnownTask& task) {
        task.is_possible = [](const std::vector<double>& values) {
            return values[0] == 399.5 || std::abs(values[0] - 320) <= 10;
        };
    });
    EXPECT_EQ(tuned.tuning.settings.at(tuned.tuning.winner.value()).setting.values[0], 320);
    EXPECT_EQ(tuned.tuning.spent, replications_of(tuned.tuning));
}

TEST(Tuning, LeavesOutSettingsThatCannotBeOrHaveNoValue) {
    auto problem = line({objective("clearance.time", Better::lower)}, {});
    problem.present = {0};
    const auto defined_below = [](std::size_t column, const std::vector<double>& values) {
        return values[0] > 30 ? std::nullopt : parabola(column, values);
    };
    const Tuned tuned = run(problem, defined_below, 0.1, [](KnownTask& task) {
        task.is_possible = [](const std::vector<double>& values) { return values[0] != 17; };
    });
    const TriedSetting& winner = tuned.tuning.settings[*tuned.tuning.winner];
    EXPECT_EQ(std::abs(winner.setting.values[0] - 17), 1);
    EXPECT_EQ(tuned.tuning.spent, replications_of(tuned.tuning));
    for (const TriedSetting& tried : tuned.tuning.settings) {
        EXPECT_EQ(tried.possible, tried.setting.values[0] != 17);
        EXPECT_EQ(tried.replications == 0, !tried.possible);
    }
    const auto undefined = [](std::size_t, const std::vector<double>&) {
        return std::optional<double>();
    };
    EXPECT_THROW(run(problem, undefined, 1, 1), InputError);
}

TEST(Tuning, EqualSettingsDoNotCountAgainstEachOther) {
    const auto flat = [](std::size_t, const std::vector<double>& values) {
        return std::optional(values[0] < 20 ? 5.0 : 6.0);
    };
    const Tuned tuned = run(line({objective("clearance.time", Better::lower)}, {}), flat, 1, 0);
    EXPECT_EQ(tuned.tuning.front.size(), 1);
    EXPECT_EQ(tuned.tuning.correct, 1);
}

/// The reference case `opt_knapsack`: inspections a lane, hours as the cost.
TEST(Tuning, FillsAnInspectionBudgetBetterThanGreed) {
    TuningProblem problem{
        .factors = parse_factors({"rule.A.rate=0:6:1", "rule.B.rate=0:9:1", "rule.C.rate=0:10:1",
                                  "rule.D.rate=0:25:1", "rule.E.rate=0:3:1"}),
        .unit_costs = {5, 4, 1.5, 1, 9},
        .objectives = {objective("targeting.hits_per_officer_hour", Better::higher)},
        .constraints = {constraint("cost<=28.5")},
        .present = {0, 0, 0, 0, 0},
        .budget = 50'000,
        .fresh_replications = 2};
    const Tuned tuned = run(
        problem,
        [](std::size_t, const std::vector<double>& n) {
            return std::optional(0.3 * n[0] + 0.22 * n[1] + 0.1 * n[2] + 0.05 * n[3] + 0.45 * n[4]);
        },
        0, 0);
    const TriedSetting& winner = tuned.tuning.settings[*tuned.tuning.winner];
    EXPECT_NEAR(winner.objectives[0]->mean, 1.8, 1e-12);  // greed: 1.75
    EXPECT_THAT(winner.setting.values, ElementsAre(3, 0, 9, 0, 0));
}

TEST(Tuning, SearchesLongRangesFromCoarseToFine) {
    TuningProblem problem{
        .factors = parse_factors({"profile.random_rate=0:1", "thresholds.red=0:1000:1"}),
        .unit_costs = {0, 0},
        .objectives = {objective("clearance.time", Better::lower)},
        .constraints = {},
        .present = {0.9, 950},
        .budget = 1'000,
        .fresh_replications = 2};
    const auto bowl = [](std::size_t, const std::vector<double>& x) {
        const double y = (x[1] - 371) / 1000;
        return std::optional((x[0] - 0.42) * (x[0] - 0.42) + y * y + (x[0] - 0.42) * y);
    };
    const Tuned tuned = run(problem, bowl, 0, 0);
    EXPECT_THAT(tuned.tuning.settings[*tuned.tuning.winner].setting.values, ElementsAre(0.42, 371));
    const std::size_t needed = tuned.tuning.settings.size();
    EXPECT_LT(needed, 150);
    EXPECT_EQ(tuned.tuning.end, SearchEnd::decided);
    // Two thirds of the budget are not enough, yet nothing else is in doubt.
    problem.budget = first_trials * needed;
    const Tuned scarce = run(problem, bowl, 0, 0);
    EXPECT_GT(scarce.tuning.settings.size(), needed / 3 * 2 + 1);
    EXPECT_THAT(scarce.tuning.settings[*scarce.tuning.winner].setting.values,
                ElementsAre(0.42, 371));
}

}  // namespace
}  // namespace greenlane::experiment
