/// Common random numbers: what another profile may not change.

#include "greenlane/engine/replication.h"
#include "greenlane/screening/screener.h"

#include "engine/planner.h"
#include "unit/clearance/process_builder.h"
#include "unit/shipment/flow_fixture.h"

#include <map>
#include <tuple>

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

namespace build = clearance::test;

/// Controls in every lane, a rework loop behind the documents.
clearance::ProcessDefinition process() {
    clearance::ProcessDefinition process;
    process.stations = {build::station("acceptance", 1, "acceptance"),
                        build::station("documents", 1), build::station("nii", 1),
                        build::station("physical", 1), build::delay("payment", 1, "payment")};
    const auto control = [](clearance::StationDefinition& station, const char* name,
                            const char* when) {
        station.control = build::text(name, 1);
        station.when = build::text(when, 1);
        station.sensitivity = build::located(0.6, 1);
        station.false_alarm = build::located(0.1, 1);
    };
    control(process.stations[1], "documents", "lane in ['yellow', 'red']");
    control(process.stations[2], "nii", "lane == 'red'");
    control(process.stations[3], "physical", "lane == 'red' or alarm");
    process.routes = {build::route("documents", "documents", 1, 0.3)};
    return process;
}

profile::ProfileDefinition profile_with(const std::string& red, double random_rate) {
    profile::ProfileDefinition profile;
    profile.name = build::text("profile", 1);
    profile.random_rate = build::located(random_rate, 1);
    profile::RuleDefinition rule;
    rule.code = build::text("R1", 1);
    rule.lane = build::text("red", 1);
    rule.when = build::text(red, 1);
    profile.rules = {rule};
    return profile;
}

using VisitKey = std::tuple<std::uint64_t, std::uint32_t, int>;  ///< shipment, station, visit

struct Seen {
    std::map<VisitKey, Duration> work;
    std::vector<Violation> violations;
    std::vector<Instant> lodged;
    int found_again = 0;         ///< shipments in which more than one control found something
    int detected_too_often = 0;  ///< more items of a kind than there are
};

void count_detections(const Plan& plan, std::size_t row, Seen& seen) {
    std::array<int, violation_count> detected{};
    int controls = 0;
    for (const Establishment& established : plan.establishments_of(row)) {
        controls += established.found;
        for (std::size_t kind = 0; kind < violation_count; ++kind) {
            detected[kind] += established.detected[kind];
        }
    }
    seen.found_again += controls > 1;
    for (std::size_t kind = 0; kind < violation_count; ++kind) {
        seen.detected_too_often += detected[kind] > plan.dossiers[row].violations[kind];
    }
}

Seen under(const profile::ProfileDefinition& profile) {
    ScenarioDefinition definition;
    definition.position = build::at(1, 1);
    definition.name = build::text("common", 1);
    definition.seed = build::located(std::uint64_t{11}, 1);
    definition.duration = build::located(6 * hour, 1);
    definition.flow = shipment::small_flow();
    definition.process = process();
    Diagnostics diagnostics;
    const auto lists = std::make_shared<const profile::Lists>();
    const CompiledScenario scenario = compile({.scenario = &definition,
                                               .profile = &profile,
                                               .lists = lists,
                                               .replay = {},
                                               .seed = {}},
                                              diagnostics)
                                          .value();
    const random::Key key = random::make_key(scenario.seed, 4);
    screening::Screener screener(*scenario.profile, key, scenario.epochs);
    Planner planner(scenario.process, scenario.lists, key, scenario.epochs);
    const auto source = scenario.feed->open(key, scenario.epochs);
    Seen seen;
    Plan plan;
    screening::Decisions decisions;
    for (shipment::Block block; source->next(block);) {
        screener.screen(block.declarations, block.records, source->vocabulary(), decisions);
        planner.plan(block, source->vocabulary(), decisions, plan);
        for (std::size_t row = 0; row < plan.rows(); ++row) {
            count_detections(plan, row, seen);
            std::map<std::uint32_t, int> visits;
            for (const Step& step : plan.steps_of(row)) {
                seen.work[{plan.first_shipment + row, step.station, visits[step.station]++}] =
                    step.work;
            }
        }
        seen.lodged.insert(seen.lodged.end(), plan.lodged.begin(), plan.lodged.end());
        seen.violations.insert(seen.violations.end(), block.truth.violation.begin(),
                               block.truth.violation.end());
    }
    return seen;
}

TEST(CommonDraws, GiveAShipmentTheSameTruthAndServiceUnderEveryProfile) {
    const Seen strict = under(profile_with("hs in ['85']", 0.3));
    const Seen lax = under(profile_with("origin == 'KR'", 0.02));

    EXPECT_GT(strict.lodged.size(), 5000u);
    EXPECT_EQ(strict.lodged, lax.lodged);
    EXPECT_EQ(strict.violations, lax.violations);
    std::map<std::uint32_t, int> shared;
    std::map<std::uint32_t, int> again;
    std::size_t alone = 0;
    for (const auto& [visit, work] : strict.work) {
        const auto other = lax.work.find(visit);
        if (other == lax.work.end()) {
            ++alone;
            continue;
        }
        ASSERT_EQ(other->second, work)
            << "shipment " << std::get<0>(visit) << ", station " << std::get<1>(visit);
        ++shared[std::get<1>(visit)];
        again[std::get<1>(visit)] += std::get<2>(visit) > 0;
    }
    // The profiles differ, and yet every station serves some in both, the loop some of them twice.
    EXPECT_GT(alone, 500u);
    EXPECT_EQ(shared.size(), 5u);
    EXPECT_GT(again[1], 10);
}

TEST(Detection, CountsAnItemOnceHoweverOftenItIsFound) {
    const Seen seen = under(profile_with("hs in ['85']", 0.3));
    EXPECT_GT(seen.found_again, 20);
    EXPECT_EQ(seen.detected_too_often, 0);
}

}  // namespace
}  // namespace greenlane::engine
