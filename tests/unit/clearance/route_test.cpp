#include "process_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::clearance {
namespace {

using test::complaints;
using test::route;
using test::station;
using testing::ElementsAre;
using testing::IsEmpty;

/// acceptance -> documents -> physical -> release, in lines 10, 20, 30, 40.
ProcessDefinition line() {
    return {.stations = {station("acceptance", 10, "acceptance"), station("documents", 20),
                         station("physical", 30), station("release", 40, "release")},
            .routes = {},
            .rosters = {}};
}

ProcessDefinition line_with(std::vector<RouteDefinition> routes) {
    ProcessDefinition process = line();
    process.routes = std::move(routes);
    return process;
}

TEST(Route, may_lead_back_and_leave_a_rest) {
    EXPECT_THAT(complaints(line_with({route("documents", "acceptance", 100, 0.1)})), IsEmpty());
    EXPECT_THAT(complaints(line_with({route("documents", "documents", 100, 0.1)})), IsEmpty());
}

TEST(Route, names_unknown_stations_with_the_nearest) {
    EXPECT_THAT(complaints(line_with({route("document", "fysical", 100)})),
                ElementsAre("post.toml:101:9: error: unknown station 'document'\n"
                            "  hint: did you mean 'documents'?",
                            "post.toml:102:9: error: unknown station 'fysical'\n"
                            "  hint: did you mean 'physical'?"));
    EXPECT_THAT(complaints(line_with({route("starts", "relased", 100)})),
                ElementsAre("post.toml:101:9: error: unknown station 'starts'\n"
                            "  hint: did you mean 'start'?",
                            "post.toml:102:9: error: unknown station 'relased'\n"
                            "  hint: did you mean 'released'?"));
    EXPECT_THAT(complaints({.stations = {station("a", 10)},
                            .routes = {route("start", "somewhere", 100)},
                            .rosters = {}}),
                ElementsAre("post.toml:102:9: error: unknown station 'somewhere'\n"
                            "  hint: one of released, refused, re-exported, destroyed, a"));
}

TEST(Route, needs_both_ends_and_keeps_them_apart) {
    EXPECT_THAT(complaints(line_with({route("", "", 100)})),
                ElementsAre("post.toml:100:1: error: a route without 'from'\n"
                            "  hint: a station, or \"start\"",
                            "post.toml:100:1: error: a route without 'to'\n"
                            "  hint: a station, or one of released, refused, re-exported, "
                            "destroyed"));
    EXPECT_THAT(complaints(line_with({route("released", "start", 100)})),
                ElementsAre("post.toml:101:9: error: 'released' is a way out of the process\n"
                            "  hint: no route leads away from it",
                            "post.toml:102:9: error: no route leads to the lodgement\n"
                            "  hint: name the first station"));
}

TEST(Route, refuses_shares_that_do_not_add_up) {
    EXPECT_THAT(complaints(line_with({route("acceptance", "physical", 100, 0.7),
                                      route("acceptance", "release", 110, 0.4)})),
                ElementsAre("post.toml:113:9: error: the shares of the routes from 'acceptance' "
                            "add up to 1.1\n"
                            "  hint: to at most 1; what is left goes on to 'documents'"));
    EXPECT_THAT(
        complaints(line_with({route("acceptance", "physical", 100, -0.1),
                              route("acceptance", "release", 110, 1.5)})),
        ElementsAre("post.toml:103:9: error: 'share' is -0.1\n  hint: a number from 0 to 1",
                    "post.toml:113:9: error: 'share' is 1.5\n  hint: a number from 0 to 1"));
    EXPECT_THAT(complaints(line_with(
                    {route("start", "documents", 100, 0.7), route("start", "refused", 110, 0.7)})),
                ElementsAre("post.toml:113:9: error: the shares of the routes from 'start' add up "
                            "to 1.4\n"
                            "  hint: to at most 1; what is left goes on to 'acceptance'"));
}

TEST(Route, adds_up_shares_for_those_who_meet_them) {
    // Green and red do not meet; red and everyone do.
    EXPECT_THAT(complaints(line_with({route("acceptance", "physical", 100, 0.7, "lane == 'red'"),
                                      route("acceptance", "release", 110, 0.7, "lane == 'green'"),
                                      route("acceptance", "refused", 120, 0.3)})),
                IsEmpty());
    EXPECT_THAT(complaints(line_with({route("acceptance", "physical", 100, 0.7, "lane == 'red'"),
                                      route("acceptance", "refused", 110, 0.4)})),
                ElementsAre("post.toml:113:9: error: the shares of the routes from 'acceptance' "
                            "add up to 1.1\n"
                            "  hint: to at most 1; what is left goes on to 'documents'"));
    EXPECT_THAT(complaints(line_with({route("acceptance", "physical", 100, 0.7, "lane == 'red'"),
                                      route("acceptance", "refused", 110, 0.4, "'red' == lane")})),
                ElementsAre("post.toml:113:9: error: the shares of the routes from 'acceptance' "
                            "add up to 1.1\n"
                            "  hint: to at most 1; what is left goes on to 'documents'"));
}

TEST(Route, is_never_taken_after_one_that_takes_all) {
    const std::string complaint =
        "post.toml:110:1: error: this route from 'acceptance' is never taken\n"
        "  hint: the routes before it take everyone";
    EXPECT_THAT(complaints(line_with({route("acceptance", "documents", 100),
                                      route("acceptance", "physical", 110, 0.1)})),
                ElementsAre(complaint));
    EXPECT_THAT(complaints(line_with({route("acceptance", "documents", 100),
                                      route("acceptance", "physical", 110, {}, "aeo")})),
                ElementsAre(complaint));
    EXPECT_THAT(complaints(line_with({route("acceptance", "physical", 100, {}, "aeo"),
                                      route("acceptance", "documents", 110, 0.5, "aeo")})),
                ElementsAre(complaint));
    EXPECT_THAT(complaints(line_with({route("acceptance", "physical", 100, {}, "aeo"),
                                      route("acceptance", "documents", 110)})),
                IsEmpty());
}

TEST(Route, reports_a_condition_where_it_is_wrong) {
    EXPECT_THAT(complaints(line_with({route("acceptance", "physical", 100, {}, "lane = 'red'")})),
                ElementsAre(testing::StartsWith("post.toml:104:15: error: ")));
}

TEST(Ways, must_come_to_every_station) {
    EXPECT_THAT(complaints(line_with({route("acceptance", "physical", 100)})),
                ElementsAre("post.toml:21:9: error: no shipment comes to the station 'documents'\n"
                            "  hint: lead a route to it, or leave it a rest of those before it"));
    EXPECT_THAT(complaints(line_with({route("start", "documents", 100, 0.25),
                                      route("start", "physical", 110, 0.75)})),
                ElementsAre("post.toml:11:9: error: no shipment comes to the station 'acceptance'\n"
                            "  hint: lead a route to it, or leave it a rest of those before it"));
    // A share of 0, as a sweep may set it, is a way all the same.
    EXPECT_THAT(complaints(line_with({route("acceptance", "documents", 100, 0.0),
                                      route("acceptance", "physical", 110)})),
                IsEmpty());
}

TEST(Ways, go_on_for_those_whom_a_station_does_not_serve) {
    ProcessDefinition process = line_with({route("acceptance", "physical", 100)});
    process.stations[0].share = test::located(0.5, 15);
    EXPECT_THAT(complaints(process), IsEmpty());
    process.stations[0].share.reset();
    process.stations[0].when = test::text("aeo", 15);
    EXPECT_THAT(complaints(process), IsEmpty());
}

TEST(Ways, must_lead_out_of_a_rework_loop) {
    EXPECT_THAT(complaints(line_with({route("physical", "documents", 100)})),
                ElementsAre("post.toml:41:9: error: no shipment comes to the station 'release'\n"
                            "  hint: lead a route to it, or leave it a rest of those before it",
                            "post.toml:102:9: error: a rework loop without an exit: 'documents', "
                            "'physical'\n"
                            "  hint: leave a rest for the way on, or lead a route out of it"));
    EXPECT_THAT(complaints(line_with({route("release", "release", 100)})),
                ElementsAre("post.toml:102:9: error: a rework loop without an exit: 'release'\n"
                            "  hint: leave a rest for the way on, or lead a route out of it"));
    // A way out that nobody takes is none.
    EXPECT_THAT(complaints(line_with(
                    {route("release", "refused", 100, 0.0), route("release", "documents", 110)})),
                ElementsAre("post.toml:112:9: error: a rework loop without an exit: 'documents', "
                            "'physical', 'release'\n"
                            "  hint: leave a rest for the way on, or lead a route out of it"));
}

TEST(Ways, must_lead_to_release) {
    EXPECT_THAT(complaints(line_with({route("release", "refused", 100)})),
                ElementsAre("post.toml:41:9: error: the process has no way to release\n"
                            "  hint: lead a route to \"released\", or leave a rest at the last "
                            "station"));
    EXPECT_THAT(
        complaints({.stations = {}, .routes = {route("start", "refused", 100)}, .rosters = {}}),
        ElementsAre("post.toml:102:9: error: the process has no way to release\n"
                    "  hint: lead a route to \"released\", or leave a rest at the last "
                    "station"));
    EXPECT_THAT(complaints(line_with({route("release", "refused", 100, 0.99)})), IsEmpty());
}

TEST(Ways, must_not_keep_some_shipments_for_ever) {
    const std::string complaint =
        "post.toml:102:9: error: a rework loop that some shipments never leave: 'documents', "
        "'physical'\n"
        "  hint: what its conditions ask for does not change on the way; let a share decide, or a "
        "control inside the loop";
    const auto back_when = [](const std::string& condition, std::optional<double> share = {}) {
        return line_with({route("physical", "documents", 100, share, condition)});
    };
    EXPECT_THAT(complaints(back_when("not has_document('x')")), ElementsAre(complaint));
    EXPECT_THAT(complaints(back_when("lane == 'red'")), ElementsAre(complaint));
    EXPECT_THAT(complaints(back_when("aeo", 0.5)), IsEmpty());
    EXPECT_THAT(complaints(line_with({route("physical", "released", 100, 0.5),
                                      route("physical", "documents", 110, {}, "aeo")})),
                IsEmpty());

    ProcessDefinition process = back_when("alarm and aeo");
    EXPECT_THAT(complaints(process), ElementsAre(complaint)) << "no control looks again";
    process.stations[2].control = test::text("physical", 35);
    process.stations[2].sensitivity = test::located(0.9, 36);
    EXPECT_THAT(complaints(process), IsEmpty());

    // Those who pass a station by come round as well, but not those who pass the route by.
    process = back_when("aeo");
    process.stations[1].when = test::text("not aeo", 25);
    EXPECT_THAT(complaints(process), ElementsAre(complaint));
    process.stations[2].share = test::located(0.5, 36);
    EXPECT_THAT(complaints(process), IsEmpty());
}

TEST(Ways, end_after_an_audit) {
    ProcessDefinition process = line();
    process.stations[3].audits = test::located(true, 45);
    EXPECT_THAT(complaints(process), IsEmpty());
    process.stations[2].audits = test::located(true, 35);
    EXPECT_THAT(complaints(process), IsEmpty());
    process.stations[1].audits = test::located(true, 25);
    process.stations[2].audits->value = false;
    process.routes = {route("documents", "refused", 100, 0.1),
                      route("documents", "released", 110, 0.1)};
    EXPECT_THAT(complaints(process),
                ElementsAre("post.toml:25:9: error: after the audit 'documents' comes 'physical'\n"
                            "  hint: its shipments have been released",
                            "post.toml:102:9: error: after the audit 'documents' comes 'refused'\n"
                            "  hint: its shipments have been released"));
}

TEST(Ways, warn_of_a_route_against_the_stages_that_is_no_rework) {
    ProcessDefinition process =
        line_with({route("start", "release", 100), route("release", "physical", 110),
                   route("physical", "released", 120)});
    process.stations.erase(process.stations.begin(), process.stations.begin() + 2);
    EXPECT_THAT(complaints(process),
                ElementsAre("post.toml:112:9: warning: the route leads from stage 'release' back "
                            "to 'assessment', and from there never forth again"));
}

}  // namespace
}  // namespace greenlane::clearance
