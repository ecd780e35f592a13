#include "greenlane/clearance/compile.h"

#include "greenlane/profile/condition_compiler.h"
#include "greenlane/random/draw.h"

#include "process_builder.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::clearance {
namespace {

using test::compiled;
using test::delay;
using test::located;
using test::route;
using test::station;
using test::text;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> names(const CompiledProcess& process) {
    std::vector<std::string> out;
    for (const Station& place : process.stations) {
        out.push_back(place.name);
    }
    return out;
}

TEST(CompiledProcess, lines_stations_up_by_stage_and_then_as_in_the_file) {
    const CompiledProcess process =
        compiled({.stations = {station("gate", 10, "release"), station("physical", 20),
                               station("lodgement", 30, "acceptance"), station("documents", 40)},
                  .routes = {},
                  .rosters = {}});
    EXPECT_THAT(names(process), ElementsAre("lodgement", "physical", "documents", "gate"));
    EXPECT_EQ(process.entry.next, Target::station(0));
    EXPECT_EQ(process.stations[2].after.next, Target::station(3));
    EXPECT_EQ(process.stations[3].after.next, Target::exit(Exit::released));
    EXPECT_TRUE(process.feed_forward);
    EXPECT_THAT(process.topological_order, ElementsAre(0, 1, 2, 3));
}

TEST(CompiledProcess, keeps_the_order_of_a_long_file) {
    ProcessDefinition definition;
    std::vector<std::string> expected;
    for (std::uint32_t i = 0; i < 60; ++i) {
        definition.stations.push_back(
            station("s" + std::to_string(i), 10 * i + 10, i % 3 == 0 ? "payment" : "acceptance"));
    }
    for (const bool payment : {false, true}) {
        for (std::uint32_t i = 0; i < 60; ++i) {
            if ((i % 3 == 0) == payment) {
                expected.push_back("s" + std::to_string(i));
            }
        }
    }
    EXPECT_EQ(names(compiled(definition)), expected);
}

TEST(CompiledProcess, releases_at_once_where_there_is_no_station) {
    const CompiledProcess process = compiled({});
    EXPECT_EQ(process.entry.next, Target::exit(Exit::released));
    EXPECT_TRUE(process.feed_forward);
}

TEST(CompiledProcess, holds_a_plain_station) {
    const CompiledProcess process =
        compiled({.stations = {station("documents", 10)}, .routes = {}, .rosters = {}});
    const Station& documents = process.stations.front();
    EXPECT_EQ(documents.key, random::name_key("documents"));
    EXPECT_EQ(documents.stage, Stage::assessment);
    EXPECT_EQ(documents.kind, StationKind::servers);
    EXPECT_EQ(documents.distribution, "exponential");
    EXPECT_EQ(documents.law.mean(), 10.0 * minute);
    EXPECT_EQ(documents.servers, 1);
    EXPECT_EQ(documents.condition, no_condition);
    EXPECT_EQ(documents.share, 1);
    EXPECT_EQ(documents.discipline, Discipline::fifo);
    EXPECT_THAT(documents.priority, IsEmpty());
    EXPECT_FALSE(documents.inspection);
    EXPECT_FALSE(documents.detains);
    EXPECT_FALSE(documents.audits);
    EXPECT_EQ(documents.actor, Actor::customs);
    EXPECT_THAT(process.conditions.programs, IsEmpty());
    EXPECT_EQ(process.servers_at(documents, 0), 1);
    EXPECT_EQ(process.rostered_time(documents, 0, day), day);
}

TEST(CompiledProcess, holds_whom_a_station_serves_and_in_which_order) {
    StationDefinition definition = station("documents", 10);
    definition.when = text("lane == 'red'", 15);
    definition.share = located(0.25, 16);
    definition.queue = text("priority", 17);
    definition.priority = {text("aeo", 18), text("perishable", 18, 16)};
    definition.detains = located(true, 19);
    definition.actor = text("trader", 19, 20);
    const CompiledProcess process =
        compiled({.stations = {definition}, .routes = {}, .rosters = {}});
    const Station& documents = process.stations.front();
    const auto describe = [&](std::size_t program) {
        return profile::describe(process.conditions, program);
    };
    EXPECT_EQ(describe(documents.condition), "lane == 'red'");
    EXPECT_EQ(documents.share, 0.25);
    EXPECT_EQ(documents.discipline, Discipline::priority);
    ASSERT_EQ(documents.priority.size(), 2u);
    EXPECT_EQ(describe(documents.priority[0]), "aeo");
    EXPECT_EQ(describe(documents.priority[1]), "perishable");
    EXPECT_TRUE(documents.detains);
    EXPECT_EQ(documents.actor, Actor::trader);
}

TEST(CompiledProcess, holds_audits) {
    StationDefinition audit = station("audit", 10, "release");
    audit.audits = located(true, 15);
    EXPECT_TRUE(compiled({.stations = {audit}, .routes = {}, .rosters = {}}).stations[0].audits);
}

TEST(CompiledProcess, holds_delays_and_rosters) {
    StationDefinition gate = station("gate", 20, "release");
    gate.servers.reset();
    gate.roster = text("night", 23);
    const CompiledProcess process =
        compiled({.stations = {delay("payment", 10, "payment"), gate},
                  .routes = {},
                  .rosters = {test::roster("day", {test::shift("08:00-20:00", {}, 3, 51)}, 50),
                              test::roster("night", {test::shift("20:00-08:00", {}, 2, 61)}, 60)}});
    EXPECT_EQ(process.stations[0].kind, StationKind::delay);
    EXPECT_EQ(process.rostered_time(process.stations[0], 0, day), 0);
    EXPECT_EQ(process.stations[1].roster, 1u);
    EXPECT_EQ(process.servers_at(process.stations[1], 0), 2);
    EXPECT_EQ(process.servers_at(process.stations[1], 12 * hour), 0);
    EXPECT_EQ(process.rostered_time(process.stations[1], 0, day), 2 * 12 * hour);
}

TEST(CompiledProcess, holds_what_a_control_sees) {
    StationDefinition scan = station("scan", 10);
    scan.control = text("nii", 15);
    scan.sensitivity = located(0.8, 16);
    scan.false_alarm = located(0.06, 17);
    StationDefinition documents = station("documents", 20);
    documents.control = text("documents", 25);
    documents.sensitivities = {{text("missing_permit", 26), located(0.95, 26)}};
    const CompiledProcess process =
        compiled({.stations = {scan, documents}, .routes = {}, .rosters = {}});
    const Inspection& seen_by_scan = process.stations[0].inspection.value();
    EXPECT_EQ(seen_by_scan.control, Control::nii);
    EXPECT_THAT(seen_by_scan.sensitivity, ElementsAre(0, .8, .8, .8, .8, .8, .8, .8, .8));
    EXPECT_EQ(seen_by_scan.false_alarm, 0.06);
    const Inspection& seen_on_paper = process.stations[1].inspection.value();
    EXPECT_THAT(seen_on_paper.sensitivity, ElementsAre(0, 0, .95, 0, 0, 0, 0, 0, 0));
    EXPECT_EQ(seen_on_paper.false_alarm, 0);
}

TEST(CompiledProcess, holds_routes_in_the_order_of_the_file) {
    const CompiledProcess process = compiled(
        {.stations = {station("a", 10), station("b", 20), station("c", 30)},
         .routes = {route("a", "c", 100, 0.25), route("b", "refused", 110, {}, "found"),
                    route("a", "re-exported", 120, 0.5, "alarm"), route("start", "b", 130, 0.1)},
         .rosters = {}});
    const Fork& after_a = process.stations[0].after;
    ASSERT_EQ(after_a.routes.size(), 2u);
    EXPECT_EQ(after_a.routes[0].target, Target::station(2));
    EXPECT_EQ(after_a.routes[0].share, 0.25);
    EXPECT_EQ(after_a.routes[0].condition, no_condition);
    EXPECT_EQ(after_a.routes[1].target, Target::exit(Exit::re_exported));
    EXPECT_EQ(after_a.routes[1].share, 0.5);
    EXPECT_EQ(profile::describe(process.conditions, after_a.routes[1].condition), "alarm");
    EXPECT_TRUE(after_a.draws());
    EXPECT_TRUE(after_a.leaves_rest());
    const Fork& after_b = process.stations[1].after;
    ASSERT_EQ(after_b.routes.size(), 1u);
    EXPECT_EQ(after_b.routes[0].target, Target::exit(Exit::refused));
    EXPECT_EQ(after_b.routes[0].share, 1);
    EXPECT_FALSE(after_b.draws());
    EXPECT_TRUE(after_b.leaves_rest());
    EXPECT_EQ(process.entry.routes.front().target, Target::station(1));
    EXPECT_TRUE(process.feed_forward);
}

TEST(CompiledProcess, leaves_no_rest_where_decimals_add_up_to_one) {
    // 0.7 + 0.2 + 0.1 is less than 1 in binary.
    ASSERT_LT(0.7 + 0.2 + 0.1, 1);
    const CompiledProcess process =
        compiled({.stations = {station("a", 10), station("b", 20), station("c", 30)},
                  .routes = {route("a", "b", 100, 0.7), route("a", "c", 110, 0.2),
                             route("a", "released", 120, 0.1)},
                  .rosters = {}});
    EXPECT_FALSE(process.stations[0].after.leaves_rest());
    double sum = 0;
    for (const Route& way : process.stations[0].after.routes) {
        sum += way.share;
    }
    EXPECT_EQ(sum, 1);
}

TEST(CompiledProcess, feeds_back_where_a_shipment_can_come_again) {
    const ProcessDefinition rework{.stations = {station("a", 10), station("b", 20)},
                                   .routes = {route("b", "a", 100, 0.1)},
                                   .rosters = {}};
    EXPECT_FALSE(compiled(rework).feed_forward);
    EXPECT_THAT(compiled(rework).topological_order, IsEmpty());
    const ProcessDefinition again{
        .stations = {station("a", 10)}, .routes = {route("a", "a", 100, 0.1)}, .rosters = {}};
    EXPECT_FALSE(compiled(again).feed_forward);
}

TEST(CompiledProcess, feeds_forward_along_routes_against_the_line) {
    // start -> c -> b -> a -> released
    const CompiledProcess process =
        compiled({.stations = {station("a", 10), station("b", 20), station("c", 30)},
                  .routes = {route("start", "c", 100), route("c", "b", 110), route("b", "a", 120),
                             route("a", "released", 130)},
                  .rosters = {}});
    EXPECT_TRUE(process.feed_forward);
    EXPECT_THAT(process.topological_order, ElementsAre(2, 1, 0));
}

TEST(Target, tells_stations_from_exits) {
    for (const Exit exit : exits) {
        EXPECT_TRUE(Target::exit(exit).is_exit());
        EXPECT_EQ(Target::exit(exit).exit(), exit);
        EXPECT_EQ(parse_exit(name(exit)), exit);
    }
    EXPECT_FALSE(Target::station(0).is_exit());
    EXPECT_EQ(Target::station(7).station(), 7u);
    EXPECT_FALSE(parse_exit("reexported"));
}

}  // namespace
}  // namespace greenlane::clearance
