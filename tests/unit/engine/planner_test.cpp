#include "engine/planner.h"

#include "support/stations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

using testing::ElementsAre;

constexpr Instant lodged = 10 * minute;
constexpr Instant decided = 16 * hour;

/// Acceptance, then a desk; a shipment leaves acceptance by `target`.
clearance::CompiledProcess process(clearance::Target target) {
    clearance::CompiledProcess process;
    process.stations = {test::station("acceptance", 1), test::station("desk", 1)};
    process.stations[0].stage = Stage::acceptance;
    process.stations[0].after.next = target;
    process.stations[1].after.next = clearance::Target::exit(clearance::Exit::refused);
    process.entry.next = clearance::Target::station(0);
    process.topological_order = {0, 1};
    return process;
}

/// The stations of a shipment whose lane is decided hours after it was lodged.
std::vector<std::uint32_t> way_by(clearance::Target target) {
    const clearance::CompiledProcess by = process(target);
    Planner planner(by, std::make_shared<const profile::Lists>(), random::make_key(1, 0), {});
    shipment::Block block;
    block.declarations.lodged = {lodged};
    screening::Decisions decisions;
    decisions.lane = {Lane::green};
    decisions.traits = {0};
    decisions.decided = {decided};
    Plan plan;
    planner.plan(block, {}, decisions, plan);
    std::vector<std::uint32_t> way;
    for (const Step& step : plan.steps_of(0)) {
        way.push_back(step.station);
    }
    return way;
}

TEST(Planner, HoldsForTheHourOfDecisionWhoGoesOn) {
    EXPECT_THAT(way_by(clearance::Target::station(1)), ElementsAre(0, Step::hold, 1));
    EXPECT_THAT(way_by(clearance::Target::exit(clearance::Exit::released)),
                ElementsAre(0, Step::hold));
}

TEST(Planner, LetsGoAtOnceWhomAcceptanceRefuses) {
    for (const clearance::Exit exit : {clearance::Exit::refused, clearance::Exit::re_exported}) {
        EXPECT_THAT(way_by(clearance::Target::exit(exit)), ElementsAre(0));
    }
}

}  // namespace
}  // namespace greenlane::engine
