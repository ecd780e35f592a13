#include "experiment/tried_settings.h"

#include "support/known_settings.h"

#include <cmath>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using kpi::Better;

/// Of one setting, on replications that show the value of `of` in a column of every replication and
/// one that differs in another one's, or is the same.
std::optional<double> confidence(const char* of, double value, std::size_t replications,
                                 bool others_vary) {
    const TuningProblem problem = line({objective("cost", Better::lower)}, {constraint(of)});
    const std::size_t column = problem.constraints.front().criterion.column;
    TriedSettings tried(problem);
    tried.add({{"20"}, {20}}, true);
    tried.extend(0, replications);
    for (std::size_t i = 0; i < replications; ++i) {
        Outcome outcome{.number = i, .counts = {}, .values = {}, .counted = {}};
        outcome.values.resize(kpi::kpis().size(), std::nan(""));
        outcome.counted.resize(kpi::kpis().size(), 10);
        outcome.values[column] = value;
        outcome.lodged = others_vary ? static_cast<std::int64_t>(i) : 0;
        tried.put(0, i, outcome);
    }
    tried.estimate_means();
    return tried.confidence(0, 0);
}

TEST(TriedSettings, AreNoSurerOfEqualValuesThanTheReplicationsShow) {
    EXPECT_DOUBLE_EQ(confidence("clearance.time<=2h", 1, 4, true).value(), 5.0 / 6);
    EXPECT_DOUBLE_EQ(confidence("clearance.time>=2h", 1, 4, true).value(), 1.0 / 6);
    EXPECT_GE(confidence("clearance.time<=2h", 1, 18, true).value(), feasible_confidence);
    EXPECT_LT(confidence("clearance.time<=2h", 1, 17, true).value(), feasible_confidence);
}

TEST(TriedSettings, TakeEqualValuesAsTheyAreWhereNothingVaries) {
    EXPECT_EQ(confidence("clearance.time<=2h", 1, 4, false), 1);
    EXPECT_EQ(confidence("clearance.time>=2h", 1, 4, false), 0);
}

TEST(TriedSettings, JudgeEqualSharesByWhatWasCounted) {
    // None of 4 times 10.
    EXPECT_NEAR(confidence("targeting.hit_rate<=5%", 0, 4, true).value(), 1 - std::pow(0.95, 40),
                1e-12);
    EXPECT_NEAR(confidence("targeting.hit_rate<=5%", 0, 4, false).value(), 1 - std::pow(0.95, 40),
                1e-12);
}

}  // namespace
}  // namespace greenlane::experiment
