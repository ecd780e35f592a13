#include "greenlane/clearance/dot.h"

#include "process_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::clearance {
namespace {

using test::compiled;
using test::located;
using test::route;
using test::station;
using test::text;
using testing::HasSubstr;

const profile::Lists no_lists;

TEST(Dot, draws_stages_stations_and_ways) {
    StationDefinition scan = station("scan", 20);
    scan.when = text("nii or lane == 'red'", 25);
    scan.control = text("nii", 26);
    scan.sensitivity = located(0.8, 27);
    scan.servers.reset();
    scan.roster = text("day-shift", 28);
    StationDefinition audit = test::delay("payment", 30, "payment");
    audit.share = located(0.125, 35);
    const CompiledProcess process = compiled(
        {.stations = {station("lodgement", 10, "acceptance"), scan, audit},
         .routes = {route("scan", "lodgement", 100, 0.05),
                    route("scan", "refused", 110, 0.5, "alarm")},
         .rosters = {test::roster("day-shift", {test::shift("08:00-20:00", {}, 3, 51)}, 50)}});
    EXPECT_EQ(to_dot(process, no_lists), R"(digraph clearance {
    rankdir=LR;
    node [shape=box, fontname="Helvetica"];
    edge [fontname="Helvetica"];
    lodged [shape=circle];
    subgraph cluster_acceptance {
        label="acceptance";
        s0 [label="lodgement\n1 server\nexponential, mean 10 min"];
    }
    subgraph cluster_assessment {
        label="assessment";
        s1 [label="scan\nday-shift, up to 3 servers\nexponential, mean 10 min\ncontrol: nii\nwhen nii or lane == 'red'"];
    }
    subgraph cluster_payment {
        label="payment";
        s2 [label="payment\ndelay\nexponential, mean 10 min\nserves 12.5 %", style=rounded];
    }
    lodged -> s0;
    s0 -> s1;
    s1 -> s0 [label="5 %"];
    s1 -> "refused" [label="50 % when alarm"];
    s1 -> s2 [label="the rest"];
    s1 -> s2 [label="pass", style=dashed];
    s2 -> "released";
    "released" [shape=doublecircle];
    "refused" [shape=doublecircle];
}
)");
}

TEST(Dot, escapes_what_users_write) {
    const CompiledProcess process = compiled(
        {.stations = {station("the \"red\" \\ desk\nupstairs", 10)}, .routes = {}, .rosters = {}});
    EXPECT_THAT(to_dot(process, no_lists),
                HasSubstr(R"(label="the \"red\" \\ desk\nupstairs\n1 server)"));
}

TEST(Dot, leaves_out_a_rest_that_nobody_is_part_of) {
    const CompiledProcess process =
        compiled({.stations = {station("a", 10), station("b", 20)},
                  .routes = {route("a", "b", 100, 0.5), route("a", "released", 110)},
                  .rosters = {}});
    EXPECT_THAT(to_dot(process, no_lists), testing::Not(HasSubstr("the rest")));
}

}  // namespace
}  // namespace greenlane::clearance
