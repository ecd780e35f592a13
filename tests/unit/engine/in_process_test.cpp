/// What controls establish goes to the shipment, and to the rules that chose it, when it is known.

#include "engine/event_run.h"
#include "engine/station_pass.h"
#include "support/stations.h"

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

constexpr kpi::Window window{0, day, 0};
constexpr std::uint32_t known = kpi::fact_truth_known | kpi::fact_findings_known;

/// Documents, then an examination, then an audit: delays, so that nobody waits.
clearance::CompiledProcess three_controls() {
    clearance::CompiledProcess process;
    for (const auto& [name, control] : {std::pair{"documents", Control::documents},
                                        {"examination", Control::physical},
                                        {"audit", Control::documents}}) {
        process.topological_order.push_back(process.stations.size());
        clearance::Station& station = process.stations.emplace_back(test::station(name, 0));
        station.inspection = {.control = control};
    }
    process.stations.back().stage = Stage::release;
    process.stations.back().audits = true;
    return process;
}

/// A shipment that comes to some of the stations, an hour each.
struct Way {
    std::vector<std::uint32_t> stations;
    std::vector<bool> finds;  ///< a violation, by station
    std::vector<std::uint32_t> rules;
    std::uint32_t facts = known;
    Duration stay = hour;
};

Plan plan_of(const std::vector<Way>& ways) {
    Plan plan;
    plan.words_per_row = 2;
    plan.first_step = plan.first_establishment = {0};
    for (const Way& way : ways) {
        plan.lodged.push_back(0);
        plan.lane.push_back(Lane::yellow);
        plan.exit.push_back(kpi::Exit::released);
        plan.dossiers.emplace_back().facts = way.facts;
        for (std::size_t i = 0; i < way.stations.size(); ++i) {
            plan.steps.push_back({way.stations[i], 0, way.stay});
            const Control control = way.stations[i] == 1 ? Control::physical : Control::documents;
            plan.establishments.push_back({.control = control, .found = way.finds[i]});
        }
        plan.first_step.push_back(static_cast<std::uint32_t>(plan.steps.size()));
        plan.first_establishment = plan.first_step;
        std::array<std::uint64_t, 2> chosen{};
        for (const std::uint32_t rule : way.rules) {
            chosen[rule / 64] |= std::uint64_t{1} << rule % 64;
        }
        plan.chosen.insert(plan.chosen.end(), chosen.begin(), chosen.end());
    }
    return plan;
}

struct Outcome {
    kpi::Cell sums;
    std::vector<RuleYield> yields;
};

template <typename Run>
Outcome run(const std::vector<Way>& ways) {
    kpi::Tally tally(window, day);
    const clearance::CompiledProcess process = three_controls();
    std::vector<kpi::StationTally> stations(process.stations.size());
    Run run(process, window, 0, tally, stations);
    run.admit(plan_of(ways));
    run.close();
    return {tally.overall(), {run.yields().begin(), run.yields().end()}};
}

/// By both engines.
std::array<Outcome, 2> outcomes(const std::vector<Way>& ways) {
    return {run<EventRun>(ways), run<StationPass>(ways)};
}

TEST(AnAudit, IsAControlAfterRelease) {
    using kpi::Measure;
    for (const auto& [sums, yields] : outcomes({{{0, 2}, {false, true}, {}},
                                                {{0, 2}, {true, false}, {}},
                                                {{2}, {true}, {}},
                                                {{0}, {true}, {}}})) {
        EXPECT_EQ(sums[Measure::controlled], 4);
        EXPECT_EQ(sums[Measure::hits], 4);
        EXPECT_EQ(sums[Measure::audited], 3);
        EXPECT_EQ(sums[Measure::audit_hits], 2);
        EXPECT_TRUE(yields.empty() || yields == std::vector<RuleYield>(128));
    }
}

TEST(TheYieldOfARule, CountsAShipmentForEachRuleThatChoseIt) {
    const std::vector<Way> ways{{{0, 1}, {false, true}, {0, 70}},
                                {{0}, {false}, {0}},
                                {{2}, {true}, {70}},  // audits count
                                {{}, {}, {0, 70}},    // nobody looked
                                {{1}, {true}, {}}};   // on nobody's account
    for (const auto& [sums, yields] : outcomes(ways)) {
        EXPECT_EQ(yields[0], (RuleYield{.inspected = 2, .hits = 1}));
        EXPECT_EQ(yields[70], (RuleYield{.inspected = 2, .hits = 2}));
        for (std::size_t rule = 0; rule < yields.size(); ++rule) {
            EXPECT_TRUE(rule == 0 || rule == 70 || yields[rule] == RuleYield()) << rule;
        }
    }
}

TEST(TheYieldOfARule, HoldsNoHitThatIsNotKnown) {
    for (const auto& [sums, yields] : outcomes({{{1}, {true}, {3}, 0}})) {
        EXPECT_EQ(yields[3], (RuleYield{.inspected = 1, .hits = 0}));
    }
}

/// The documents are checked at noon, the examination would be done at midnight.
TEST(TheYieldOfARule, WaitsUntilControlsAreThrough) {
    for (const auto& [sums, yields] : outcomes({{{0, 1}, {false, true}, {3}, known, day / 2}})) {
        EXPECT_EQ(sums[kpi::Measure::controlled], 1);
        EXPECT_TRUE(yields.empty());
    }
}

}  // namespace
}  // namespace greenlane::engine
