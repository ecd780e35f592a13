#include "experiment/pilot_plan.h"

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

const std::size_t hit_rate = kpi::kpi_index("targeting.hit_rate");
const std::size_t time_taken = kpi::kpi_index("clearance.time");
const std::size_t detection = kpi::kpi_index("targeting.detection_rate");

/// A thousand declarations a week, of which `inspected` are counted in the hit rate.
SystemResult system_with(double hits_percent, double inspected, double hours) {
    const std::size_t kpis = kpi::kpis().size();
    SystemResult system;
    system.lodged = 1000;
    system.figures.resize(kpis);
    system.counted.resize(kpis, 800);
    system.counted[hit_rate] = inspected;
    system.figures[hit_rate] = kpi::Figure{hits_percent, std::nullopt, 10};
    system.figures[detection] = system.figures[hit_rate];
    system.figures[kpi::kpi_index("release.on_time.all")] = system.figures[hit_rate];
    system.figures[time_taken] = kpi::Figure{hours, std::nullopt, 10};
    system.clearance_sd_h = hours / 2;
    return system;
}

std::vector<KpiDifference> shown(std::initializer_list<std::size_t> kpis, Verdict verdict) {
    std::vector<KpiDifference> all(kpi::kpis().size());
    for (const std::size_t kpi : kpis) {
        all[kpi].verdict = verdict;
        all[kpi].difference = kpi::Difference{.pairing = kpi::Pairing::paired,
                                              .figure = {5, kpi::Interval{4, 6}, 10},
                                              .test = {},
                                              .correlation = {},
                                              .variance_reduction = {}};
        all[kpi].together = kpi::Interval{3, 7};
    }
    return all;
}

TEST(PilotPlan, CountsInspectionsOfHalfAPostAndTheDeclarationsBehindThem) {
    const auto plans = plan_pilots(system_with(10, 100, 20), system_with(15, 120, 24),
                                   shown({hit_rate}, Verdict::better));
    ASSERT_EQ(plans.size(), 1u);
    // Half of the 100 inspections a week that the poorer of the two profiles makes.
    const kpi::TrialPlan trial = kpi::plan_trial_of_shares(0.10, 0.15, 50);
    EXPECT_EQ(plans[0].kpi, hit_rate);
    EXPECT_EQ(plans[0].trial.per_group, trial.per_group);
    EXPECT_EQ(plans[0].trial.weeks, trial.weeks);
    EXPECT_DOUBLE_EQ(plans[0].trial.go, 100 * trial.go);
    EXPECT_DOUBLE_EQ(plans[0].trial.no_go, 100 * trial.no_go);
    EXPECT_EQ(plans[0].difference, (kpi::Figure{5, kpi::Interval{3, 7}, 10}));
    // Ten declarations an inspection, two groups.
    EXPECT_EQ(plans[0].declarations, 20 * trial.per_group);
}

TEST(PilotPlan, TakesTimesInHoursWithTheSpreadOfSingleShipments) {
    const auto plans = plan_pilots(system_with(10, 100, 20), system_with(15, 120, 24),
                                   shown({time_taken}, Verdict::worse));
    ASSERT_EQ(plans.size(), 1u);
    const kpi::TrialPlan trial = kpi::plan_trial_of_means(4, 10, 12, 400);
    EXPECT_EQ(plans[0].trial.per_group, trial.per_group);
    EXPECT_DOUBLE_EQ(plans[0].trial.go, trial.go);
    EXPECT_GT(trial.go, 0);
}

TEST(PilotPlan, LeavesOutWhatIsNotShownOrNeedsTheTruthOrIsCertain) {
    const SystemResult today = system_with(10, 100, 20);
    const auto plans = [&](const SystemResult& system, const std::vector<KpiDifference>& kpis) {
        return plan_pilots(today, system, kpis).size();
    };
    const SystemResult better = system_with(15, 120, 24);
    EXPECT_EQ(plans(better, shown({hit_rate, time_taken}, Verdict::better)), 2u);
    EXPECT_EQ(plans(better, shown({hit_rate, time_taken}, Verdict::open)), 0u);
    EXPECT_EQ(plans(better, shown({detection}, Verdict::better)), 0u);
    EXPECT_EQ(plans(better, shown({kpi::kpi_index("release.on_time.all")}, Verdict::better)), 0u)
        << "no headline: its verdict is not corrected";
    EXPECT_EQ(plans(system_with(100, 120, 24), shown({hit_rate}, Verdict::better)), 0u);
    EXPECT_EQ(plans(system_with(15, 0, 24), shown({hit_rate}, Verdict::better)), 0u);
    SystemResult constant = better;
    constant.clearance_sd_h = 0;
    EXPECT_EQ(plans(constant, shown({time_taken}, Verdict::worse)), 0u);
}

}  // namespace
}  // namespace greenlane::experiment
