#include "experiment/doubt.h"

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

/// Settings with given values of clearance.time by replication, and a cost each.
class DoubtTest : public testing::Test {
protected:
    DoubtTest() {
        problem_.factors = parse_factors({"a=1:9:1"});
        problem_.unit_costs = {1};
    }
    void aim_at(std::initializer_list<const char*> ids) {
        for (const char* id : ids) {
            problem_.objectives.push_back(parse_objective(id, kpi::Better::lower));
            find(problem_.objectives.back().criterion);
        }
    }
    void keep(const char* text) {
        problem_.constraints.push_back(parse_constraint(text));
        find(problem_.constraints.back().criterion);
    }
    void add(TriedSettings& tried, double cost, const std::vector<double>& times) const {
        tried.add({{"x"}, {cost}}, true);
        const std::size_t setting = tried.size() - 1;
        tried.extend(setting, times.size());
        for (std::size_t i = 0; i < times.size(); ++i) {
            Outcome outcome;
            outcome.values.assign(kpi::kpis().size(), times[i]);
            outcome.counted.resize(kpi::kpis().size());
            tried.put(setting, i, outcome);
        }
        tried.estimate_means();
    }
    TuningProblem problem_;

private:
    static void find(Criterion& criterion) {
        criterion.column = criterion.quantity ? criterion.quantity->kpi : 0;
    }
};

TEST_F(DoubtTest, OfOneObjectiveIsThatOfThePairedDifferenceFromTheBest) {
    aim_at({"clearance.time"});
    TriedSettings tried(problem_);
    add(tried, 1, {1, 2, 3});
    add(tried, 1, {2, 4, 6});  // differences 1, 2, 3: mean 2, variance 1
    add(tried, 1, {5, 6, 7});  // differs by 4 in every replication: no doubt
    EXPECT_THAT(doubts(tried), ElementsAre(DoubleNear(0.25, 1e-15), DoubleNear(0.25, 1e-15), 0));
}

TEST_F(DoubtTest, OfAConstraintIsThatOfTheDistanceToTheLimit) {
    aim_at({"cost"});
    keep("clearance.time<=4h");
    TriedSettings tried(problem_);
    add(tried, 3, {1, 2, 3});  // feasible by 2 at a variance of 1; the cheapest that is
    add(tried, 1, {8, 9, 7});  // beyond by 4 at a variance of 1
    add(tried, 5, {1, 2, 3});  // costs more for certain
    EXPECT_THAT(doubts(tried), ElementsAre(DoubleNear(0.25, 1e-15), DoubleNear(0.0625, 1e-15), 0));
}

TEST_F(DoubtTest, DominatedSettingsStandByTheLeastClearObjectiveOfTheirClearestRival) {
    aim_at({"cost", "clearance.time"});
    TriedSettings tried(problem_);
    add(tried, 1, {1, 2, 3});
    add(tried, 2, {2, 4, 6});  // dearer for certain, later by 2 at a variance of 1
    EXPECT_THAT(doubts(tried), ElementsAre(DoubleNear(0.25, 1e-15), DoubleNear(0.25, 1e-15)));
    add(tried, 3, {0, 1, 2});  // on the front: earlier and dearer for certain
    EXPECT_THAT(doubts(tried), ElementsAre(DoubleNear(0.25, 1e-15), DoubleNear(0.25, 1e-15), 0));
}

TEST_F(DoubtTest, OneReplicationLeavesAllInDoubt) {
    aim_at({"clearance.time"});
    keep("clearance.time<=4h");
    TriedSettings tried(problem_);
    add(tried, 1, {1});
    add(tried, 1, {9});
    EXPECT_THAT(doubts(tried), ElementsAre(100, 100));
}

TEST_F(DoubtTest, NearlyEqualSettingsDoNotTakeAll) {
    aim_at({"clearance.time"});
    TriedSettings tried(problem_);
    add(tried, 1, {1, 2, 3});
    add(tried, 1, {1.3, 1.7, 3.003});
    EXPECT_THAT(doubts(tried), ElementsAre(100, 100));
}

}  // namespace
}  // namespace greenlane::experiment
