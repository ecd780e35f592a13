#include "greenlane/experiment/comparison.h"

#include "greenlane/experiment/run.h"

#include "support/small_post.h"
#include "unit/clearance/process_builder.h"
#include "unit/shipment/flow_fixture.h"

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

namespace build = clearance::test;

engine::CompiledScenario scenario(double random_rate, std::uint64_t seed = 11, double busier = 1) {
    engine::ScenarioDefinition definition = test::small_post(seed);
    definition.flow = shipment::small_flow();
    definition.flow.arrivals.per_hour->value *= busier;
    profile::ProfileDefinition profile;
    profile.name = build::text("profile", 1);
    profile.random_rate = build::located(random_rate, 1);
    profile.random_lane = build::text("red", 1);
    return test::compiled(definition, &profile);
}

Comparison compared(const std::vector<engine::CompiledScenario>& scenarios, unsigned jobs = 1,
                    std::uint64_t replications = 6) {
    std::vector<System> systems;
    for (const engine::CompiledScenario& scenario : scenarios) {
        systems.push_back({"system " + std::to_string(systems.size()), &scenario, {}});
    }
    ThreadWorkers workers(jobs);
    Execution execution{.workers = &workers};
    return compare(systems, replications, {}, execution);
}

const KpiDifference& of(const Comparison& comparison, std::string_view id, std::size_t other = 0) {
    return comparison.versus[other].kpis[kpi::kpi_index(id)];
}

TEST(Comparison, OfASystemWithItselfIsExactlyNothing) {
    const Comparison comparison = compared({scenario(0.1), scenario(0.1)});
    EXPECT_TRUE(comparison.versus[0].same_traffic);
    std::size_t same = 0;
    for (const KpiDifference& kpi : comparison.versus[0].kpis) {
        if (kpi.difference) {
            EXPECT_EQ(kpi.difference->figure.mean, 0);
            EXPECT_EQ(kpi.difference->figure.interval, (kpi::Interval{0, 0}));
            EXPECT_EQ(kpi.verdict, Verdict::same);
            ++same;
        }
    }
    EXPECT_GT(same, 20u);
    EXPECT_FALSE(comparison.versus[0].changes->treats_differently());
    EXPECT_TRUE(comparison.versus[0].pilots.empty());
}

TEST(Comparison, HoldsThePairedDifferencesOfTheRunsByThemselves) {
    const std::vector scenarios{scenario(0.05), scenario(0.15)};
    const Comparison comparison = compared(scenarios);
    std::vector<std::vector<std::optional<double>>> times;
    const std::size_t time = kpi::kpi_index("clearance.time");
    for (const engine::CompiledScenario& alone : scenarios) {
        ThreadWorkers workers(1);
        Execution execution{.workers = &workers};
        const RunResult result =
            summarise(alone, run(alone, {.replications = 6}, execution), {}, false);
        auto& values = times.emplace_back();
        for (std::size_t r = 0; r < 6; ++r) {
            values.push_back(result.cube.value(r, 0, time));
        }
    }
    EXPECT_EQ(comparison.systems[0].values[time], times[0]);
    const KpiDifference& found = of(comparison, "clearance.time");
    EXPECT_EQ(found.difference->figure, kpi::paired_difference(times[1], times[0]));
    EXPECT_EQ(found.difference->pairing, kpi::Pairing::paired);
    EXPECT_EQ(found.together, kpi::paired_difference(times[1], times[0],
                                                     bonferroni_confidence(comparison.intervals))
                                  ->interval);
}

TEST(Comparison, SaysBetterOrWorseOnlyWhereTheCorrectedIntervalDoes) {
    const Comparison comparison = compared({scenario(0.05), scenario(0.15)});
    EXPECT_EQ(of(comparison, "targeting.detection_rate").verdict, Verdict::better);
    EXPECT_EQ(of(comparison, "targeting.false_positive_rate").verdict, Verdict::worse);
    EXPECT_EQ(of(comparison, "selectivity.selected").verdict, Verdict::higher);
    EXPECT_EQ(of(comparison, "acceptance.time").verdict, Verdict::same);
    EXPECT_EQ(headlines(comparison.versus[0], Verdict::same).front(),
              kpi::kpi_index("acceptance.risk_coverage"));
    std::size_t intervals = 0;
    for (std::size_t i = 0; i < kpi::kpis().size(); ++i) {
        const KpiDifference& kpi = comparison.versus[0].kpis[i];
        EXPECT_EQ(kpi.together.has_value(),
                  is_headline(kpi::kpis()[i]) && kpi.difference && kpi.difference->figure.interval);
        intervals += kpi.together.has_value();
        if (kpi.together) {
            EXPECT_LE(kpi.together->low, kpi.difference->figure.interval->low);
            EXPECT_GE(kpi.together->high, kpi.difference->figure.interval->high);
        }
    }
    EXPECT_EQ(comparison.intervals, intervals);
    EXPECT_GT(intervals, 10u);
}

TEST(Comparison, TellsShipmentsThatMovedLaneInTheFirstReplication) {
    const std::vector scenarios{scenario(0.05), scenario(0.15)};
    const Comparison comparison = compared(scenarios);
    const ShipmentChanges& changes = comparison.versus[0].changes.value();
    const engine::Replication first = engine::run_replication(scenarios[1], 0);
    EXPECT_EQ(changes.shipments, first.counts.lodged);
    const kpi::Cell cell = first.tally.overall();
    EXPECT_EQ(changes.controlled.kept + changes.controlled.gained,
              cell[kpi::Measure::lottery_inspected]);
    // Who is drawn at a low rate is drawn at a higher one too.
    EXPECT_EQ(changes.controlled.lost, 0);
    EXPECT_EQ(changes.moved, changes.controlled.gained);
}

TEST(Comparison, OfOtherSeedsIsUnpairedAndOfAnotherFlowKnowsNoShipments) {
    const Comparison seeds = compared({scenario(0.1), scenario(0.1, 12)});
    EXPECT_EQ(seeds.versus[0].pairing, kpi::Pairing::unpaired);
    EXPECT_FALSE(seeds.versus[0].changes);
    EXPECT_FALSE(of(seeds, "clearance.time").difference->variance_reduction);

    const Comparison flows = compared({scenario(0.1), scenario(0.1, 11, 1.1)});
    EXPECT_EQ(flows.versus[0].pairing, kpi::Pairing::paired);
    EXPECT_FALSE(flows.versus[0].same_traffic);
    EXPECT_FALSE(flows.versus[0].changes);
}

TEST(Comparison, JudgesTotalsOfOnePeriodAndTheSameShipmentsAlone) {
    const Comparison rates = compared({scenario(0.05), scenario(0.15)});
    EXPECT_NE(of(rates, "environment.paper_saved").verdict, Verdict::incomparable);
    engine::CompiledScenario shorter = scenario(0.1);
    shorter.window.begin += hour;
    for (const Comparison& other : {compared({scenario(0.1), scenario(0.1, 11, 1.1)}),
                                    compared({scenario(0.1), shorter, scenario(0.15)})}) {
        std::size_t together = 0;
        for (std::size_t i = 0; i < kpi::kpis().size(); ++i) {
            const KpiDifference& kpi = other.versus[0].kpis[i];
            EXPECT_EQ(kpi.verdict == Verdict::incomparable, is_total(kpi::kpis()[i]));
            EXPECT_FALSE(is_total(kpi::kpis()[i]) && kpi.together);
            EXPECT_FALSE(is_total(kpi::kpis()[i]) && !other.best.empty() && other.best[i]);
            for (const Versus& versus : other.versus) {
                together += versus.kpis[i].together.has_value();
            }
        }
        EXPECT_EQ(other.intervals, together);
        EXPECT_THAT(headlines(other.versus[0], Verdict::incomparable),
                    testing::Contains(kpi::kpi_index("environment.co2")));
        EXPECT_NE(of(other, "clearance.time").verdict, Verdict::incomparable);
    }
}

TEST(Comparison, KeepsDifferencesOfSharesWithinAHundredPoints) {
    const Comparison comparison = compared({scenario(0), scenario(0.9)}, 1, 2);
    for (std::size_t i = 0; i < kpi::kpis().size(); ++i) {
        const kpi::Kpi& kpi = kpi::kpis()[i];
        const auto& together = comparison.versus[0].kpis[i].together;
        if (kpi.unit == kpi::Unit::percent && kpi.how.kind != kpi::Kind::utilisation && together) {
            EXPECT_GE(together->low, -100) << kpi.id;
            EXPECT_LE(together->high, 100) << kpi.id;
        }
    }
}

TEST(Comparison, OfThreeSystemsNamesTheBest) {
    const std::vector scenarios{scenario(0.05), scenario(0.1), scenario(0.2)};
    EXPECT_TRUE(compared({scenarios[0], scenarios[1]}).best.empty());
    const Comparison comparison = compared(scenarios);
    ASSERT_EQ(comparison.versus.size(), 2u);
    const auto& best = comparison.best[kpi::kpi_index("targeting.detection_rate")];
    ASSERT_TRUE(best);
    EXPECT_EQ(best->by_system[0].high, 0);  // not the best
    EXPECT_EQ(best->by_system[2].low, 0);   // the best
    EXPECT_FALSE(comparison.best[kpi::kpi_index("selectivity.selected")]);
    EXPECT_FALSE(compared({scenario(0.1, 1), scenario(0.1, 1), scenario(0.1, 2)}).best.size());
}

TEST(Comparison, PlansAPilotOfWhatAPostCanMeasure) {
    const Comparison comparison = compared({scenario(0.05), scenario(0.3)});
    const std::vector<PilotPlan>& pilots = comparison.versus[0].pilots;
    const auto time = std::find_if(pilots.begin(), pilots.end(), [](const PilotPlan& plan) {
        return kpi::kpis()[plan.kpi].id == "clearance.time";
    });
    ASSERT_NE(time, pilots.end());
    const auto& systems = comparison.systems;
    const double per_week =
        std::min(systems[0].counted[time->kpi], systems[1].counted[time->kpi]) / 2;
    const kpi::TrialPlan plan =
        kpi::plan_trial_of_means(time->expected - time->today, *systems[0].clearance_sd_h,
                                 *systems[1].clearance_sd_h, per_week);
    EXPECT_EQ(time->trial.per_group, plan.per_group);
    EXPECT_EQ(time->trial.weeks, plan.weeks);
    EXPECT_GE(time->declarations, 2 * plan.per_group);
    for (const PilotPlan& pilot : pilots) {
        EXPECT_NE(kpi::kpis()[pilot.kpi].id, "targeting.detection_rate");
    }
}

TEST(Comparison, DoesNotDependOnThreads) {
    const std::vector scenarios{scenario(0.05), scenario(0.15)};
    const Comparison one = compared(scenarios, 1);
    const Comparison three = compared(scenarios, 3);
    EXPECT_EQ(one.systems[1].values, three.systems[1].values);
    EXPECT_EQ(one.versus[0].changes, three.versus[0].changes);
    EXPECT_EQ(one.systems[1].clearance_sd_h, three.systems[1].clearance_sd_h);
}

TEST(Comparison, OfOneReplicationEachShowsNothing) {
    const Comparison comparison = compared({scenario(0.05), scenario(0.3)}, 1, 1);
    EXPECT_EQ(comparison.intervals, 0u);
    EXPECT_EQ(of(comparison, "clearance.time").verdict, Verdict::unknown);
    EXPECT_TRUE(comparison.versus[0].changes->treats_differently());
}

}  // namespace
}  // namespace greenlane::experiment
