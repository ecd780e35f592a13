#include "greenlane/experiment/precision.h"

#include "greenlane/core/diagnostics.h"

#include "support/draws.h"

#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using testing::HasSubstr;

std::string refusal(const char* text) {
    try {
        parse_precision(text);
    } catch (const InputError& error) {
        EXPECT_EQ(error.failure(), Failure::usage);
        return error.what();
    }
    return "none";
}

PrecisionGoal goal(const char* text) {
    return parse_precision(text).at(0);
}

using Values = std::vector<std::optional<double>>;

GoalState state(const char* text, const Values& values) {
    return state_of(goal(text), values, kpi::estimate(values));
}

TEST(Precision, TakesSharesAndHalfWidthsInTheUnit) {
    const auto goals =
        parse_precision("clearance.time.p90:5%,targeting.hit_rate:1.5pp,clearance.time:90min");
    ASSERT_EQ(goals.size(), 3);
    EXPECT_EQ(goals[0].quantity.id(), "clearance.time.p90");
    EXPECT_TRUE(goals[0].is_share);
    EXPECT_DOUBLE_EQ(goals[0].half_width, 0.05);
    EXPECT_FALSE(goals[1].is_share);
    EXPECT_DOUBLE_EQ(goals[1].half_width, 1.5);
    EXPECT_EQ(goals[2].text, "clearance.time:90min");
    EXPECT_DOUBLE_EQ(goals[2].half_width, 1.5);
    EXPECT_DOUBLE_EQ(goal("revenue.lost:1e6").half_width, 1e6);
    EXPECT_EQ(goal("clearance.utilisation.nii-scan:2%").quantity.station, "nii-scan");
}

TEST(Precision, RefusesWhatItCannotReach) {
    EXPECT_THAT(refusal("clearance.tim:5%"), HasSubstr("there is no KPI 'clearance.tim'"));
    EXPECT_THAT(refusal("clearance.tim:5%"), HasSubstr("did you mean 'clearance.time'?"));
    EXPECT_THAT(refusal("clearance.time"), HasSubstr("not of the form KPI:WIDTH"));
    EXPECT_THAT(refusal(""), HasSubstr("not of the form KPI:WIDTH"));
    EXPECT_THAT(refusal("clearance.time:5%,"), HasSubstr("not of the form KPI:WIDTH"));
    for (const char* text :
         {"clearance.time:", "clearance.time:0%", "clearance.time:-5%", "clearance.time:0h",
          "clearance.time:1pp", "targeting.hit_rate:2", "targeting.hit_rate:2h",
          "clearance.time:nan", "clearance.time:inf%"}) {
        EXPECT_THAT(refusal(text), HasSubstr("is no half-width above 0")) << text;
    }
    EXPECT_THAT(refusal("targeting.hit_rate:2"), HasSubstr("percentage points, such as 1pp"));
}

TEST(Precision, LooksAtHalfTheIntervalThatIsReported) {
    const Values values{9, 10, 11, 10, 10};  // s = 1 / sqrt 2, t of 4 degrees: +- 0.878
    const double half = 2.7764451051977987 * std::sqrt(0.5 / 5);
    const GoalState near = state("clearance.time:9%", values);
    EXPECT_TRUE(near.is_reached);
    EXPECT_NEAR(*near.half_width, half / 10, 1e-12);
    EXPECT_EQ(near.needed, 5);
    const GoalState far = state("clearance.time:5%", values);
    EXPECT_FALSE(far.is_reached);
    EXPECT_EQ(far.needed, 11);  // t of 10: 2.228 sqrt(0.5 / 11) = 0.475; of 9: 0.506
    EXPECT_TRUE(state("clearance.time:53min", values).is_reached);
    EXPECT_FALSE(state("clearance.time:52min", values).is_reached);
    EXPECT_NEAR(*state("clearance.time:52min", values).half_width, half, 1e-12);
}

TEST(Precision, IsNotReachedWhereThereIsNoInterval) {
    for (const Values& values : {Values{}, Values{5}, Values{5, std::nullopt}}) {
        EXPECT_FALSE(state("clearance.time:5%", values).is_reached);
        EXPECT_EQ(state("clearance.time:5%", values).needed, std::nullopt);
    }
    EXPECT_EQ(state("clearance.time:5%", {-1, 1}).needed, std::nullopt) << "about 0";
    EXPECT_TRUE(state("clearance.time:5%", {5, 5}).is_reached);
}

TEST(PrecisionPlan, GoesOnInGrowingBatchesUntilAllGoalsAreReached) {
    const GoalState reached{.half_width = 0.1, .is_reached = true, .needed = 20};
    const auto open = [](std::optional<std::uint64_t> needed) {
        return GoalState{.half_width = 0.2, .is_reached = false, .needed = needed};
    };
    const auto next = [](std::vector<GoalState> states, std::uint64_t replications) {
        return PrecisionPlan::next(states, replications);
    };
    EXPECT_EQ(next({reached, reached}, 20), 20);
    EXPECT_EQ(next({reached, open(33)}, 20), 33);
    EXPECT_EQ(next({open(33), open(38)}, 20), 38);
    EXPECT_EQ(next({open(21)}, 20), 25) << "few looks";
    EXPECT_EQ(next({open(5000)}, 20), 40) << "no wild prognosis";
    EXPECT_EQ(next({open(std::nullopt)}, 20), 40);
    EXPECT_EQ(next({open(5000)}, 900), 1000);
    EXPECT_EQ(next({open(5000)}, 1000), 1000);
    EXPECT_EQ(next({open(5000)}, 1200), 1200) << "asked for by the scenario";
}

/// Of 1,000 studies that stop at 5 % of the mean, the share whose 95 % interval covers: values of
/// mean 1 that need some sixty replications. z = 3.29, and two points for stopping.
TEST(PrecisionPlan, StopsWithoutLosingItsCoverage) {
    constexpr int studies = 1000;
    const std::vector<std::function<double(test::Draws&)>> laws{
        [](test::Draws& d) { return 1 + 0.2 * d.normal(); },
        [](test::Draws& d) { return 0.8 + 0.2 * d.exponential(); },
    };
    test::Draws draws(41);
    for (std::size_t law = 0; law < laws.size(); ++law) {
        int covered = 0;
        double replications = 0;
        for (int study = 0; study < studies; ++study) {
            Values values;
            std::optional<kpi::Figure> figure;
            for (std::uint64_t next = PrecisionPlan::fewest; values.size() < next;) {
                while (values.size() < next) {
                    values.emplace_back(laws[law](draws));
                }
                figure = kpi::estimate(values);
                const std::array states{state_of(goal("clearance.time:5%"), values, figure)};
                next = PrecisionPlan::next(states, values.size());
            }
            covered += figure->interval->contains(1);
            replications += static_cast<double>(values.size()) / studies;
        }
        EXPECT_NEAR(covered / 1000.0, 0.95, 3.29 * std::sqrt(0.95 * 0.05 / studies) + 0.02) << law;
        EXPECT_GT(replications, 50);
        EXPECT_LT(replications, 90);
    }
}

}  // namespace
}  // namespace greenlane::experiment
