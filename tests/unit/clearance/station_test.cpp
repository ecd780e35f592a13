#include "greenlane/random/draw.h"

#include "process_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::clearance {
namespace {

using test::complaints;
using test::located;
using test::station;
using test::text;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> complaints_about(const StationDefinition& definition) {
    return complaints({.stations = {definition}, .routes = {}, .rosters = {}});
}

TEST(StationDefinition, may_be_as_plain_as_the_design_shows) {
    EXPECT_THAT(complaints_about(station("documents", 10)), IsEmpty());
    EXPECT_THAT(complaints_about(test::delay("payment", 10, "payment")), IsEmpty());
}

TEST(StationDefinition, needs_a_name_and_a_stage) {
    EXPECT_THAT(complaints_about(station("", 10)),
                ElementsAre("post.toml:10:1: error: a station without 'name'"));
    EXPECT_THAT(
        complaints_about(station("documents", 10, "")),
        ElementsAre("post.toml:10:1: error: the station 'documents' has no 'stage'\n"
                    "  hint: one of acceptance, selectivity, assessment, payment, release"));
    EXPECT_THAT(complaints_about(station("documents", 10, "assesment")),
                ElementsAre("post.toml:12:9: error: unknown stage 'assesment'\n"
                            "  hint: did you mean 'assessment'?"));
}

TEST(StationDefinition, has_a_name_of_its_own) {
    EXPECT_THAT(complaints({.stations = {station("a", 10), station("b", 20), station("a", 30)},
                            .routes = {},
                            .rosters = {}}),
                ElementsAre("post.toml:31:9: error: a second station 'a'\n"
                            "  hint: the first stands in line 11"));
    EXPECT_THAT(complaints_about(station("start", 10)),
                ElementsAre("post.toml:11:9: error: a station cannot be called 'start'\n"
                            "  hint: routes call the lodgement so"));
    EXPECT_THAT(complaints_about(station("refused", 10)),
                ElementsAre("post.toml:11:9: error: a station cannot be called 'refused'\n"
                            "  hint: routes call a way out of the process so"));
}

TEST(StationDefinition, has_draws_of_its_own) {
    // Two words with one 32-bit FNV-1a hash.
    ASSERT_EQ(random::name_key("costarring"), random::name_key("liquid"));
    EXPECT_THAT(complaints({.stations = {station("costarring", 10), station("liquid", 20)},
                            .routes = {},
                            .rosters = {}}),
                ElementsAre("post.toml:21:9: error: 'liquid' has the same draw key as 'costarring' "
                            "in line 11 (a coincidence of 32-bit hashes)\n"
                            "  hint: rename one of them"));
}

TEST(StationDefinition, has_servers_and_a_service_time) {
    StationDefinition nobody = station("documents", 10);
    nobody.servers.reset();
    EXPECT_THAT(complaints_about(nobody),
                ElementsAre("post.toml:10:1: error: the station 'documents' has no servers\n"
                            "  hint: servers = 1, or roster = \"...\""));
    nobody.service.reset();
    EXPECT_THAT(complaints_about(nobody),
                ElementsAre("post.toml:10:1: error: the station 'documents' has no servers\n"
                            "  hint: servers = 1 and service = { ... }, or delay = { ... }"));
    StationDefinition idle = station("documents", 10);
    idle.service.reset();
    EXPECT_THAT(
        complaints_about(idle),
        ElementsAre("post.toml:10:1: error: the station 'documents' has servers, but no 'service' "
                    "time\n"
                    "  hint: service = { distribution = \"exponential\", mean = \"24min\" }"));
    for (const std::int64_t servers : {0, -3, 1'000'001}) {
        StationDefinition odd = station("documents", 10);
        odd.servers->value = servers;
        EXPECT_THAT(complaints_about(odd),
                    ElementsAre("post.toml:13:9: error: 'servers' is " + std::to_string(servers) +
                                "\n  hint: a whole number from 1 to 1000000"));
    }
}

TEST(StationDefinition, takes_its_servers_from_one_place) {
    StationDefinition definition = station("documents", 10);
    definition.roster = text("day-shif", 15);
    const ProcessDefinition process{
        .stations = {definition},
        .routes = {},
        .rosters = {test::roster("day-shift", {test::shift("08:00-20:00", {}, 3, 51)}, 50)}};
    EXPECT_THAT(complaints(process),
                ElementsAre("post.toml:15:9: error: the station 'documents' has 'servers' and a "
                            "'roster' as well\n"
                            "  hint: the roster says how many servers there are",
                            "post.toml:15:9: error: unknown roster 'day-shif'\n"
                            "  hint: did you mean 'day-shift'?"));
}

TEST(StationDefinition, is_no_delay_with_servers) {
    StationDefinition definition = station("payment", 10);
    definition.delay = test::exponential(6e6, 16);
    definition.roster = text("day-shift", 15);
    definition.queue = text("fifo", 17);
    const std::string hint =
        "\n  hint: a delay takes everyone at once; servers take a 'service' time";
    const std::string payment = "error: the station 'payment' has a 'delay' and ";
    EXPECT_THAT(complaints({.stations = {definition},
                            .routes = {},
                            .rosters = {test::roster(
                                "day-shift", {test::shift("08:00-20:00", {}, 3, 51)}, 50)}}),
                ElementsAre("post.toml:13:9: " + payment + "'servers' as well" + hint,
                            "post.toml:15:9: " + payment + "'roster' as well" + hint,
                            "post.toml:14:11: " + payment + "'service' as well" + hint,
                            "post.toml:17:9: " + payment + "'queue' as well" + hint));
}

TEST(StationDefinition, reports_mistakes_of_its_law_and_its_conditions) {
    StationDefinition definition = station("documents", 10);
    definition.service->distribution.value = "exponentail";
    definition.when = text("lane = 'red'", 15);
    definition.share = located(1.5, 16);
    EXPECT_THAT(complaints_about(definition),
                ElementsAre("post.toml:14:28: error: unknown distribution 'exponentail'\n"
                            "  hint: did you mean 'exponential'?",
                            "post.toml:15:15: error: unexpected '='\n  hint: write '=='",
                            "post.toml:16:9: error: 'share' is 1.5\n"
                            "  hint: a number from 0 to 1"));
}

TEST(StationDefinition, queues_in_one_of_two_ways) {
    StationDefinition definition = station("documents", 10);
    definition.queue = text("lifo", 15);
    EXPECT_THAT(complaints_about(definition),
                ElementsAre("post.toml:15:9: error: unknown queue 'lifo'\n"
                            "  hint: \"fifo\" or \"priority\""));
    definition.queue = text("priority", 15);
    EXPECT_THAT(complaints_about(definition),
                ElementsAre("post.toml:15:9: error: the station 'documents' has a priority queue "
                            "without classes\n"
                            "  hint: priority = [\"aeo\", \"perishable\"], highest first"));
    definition.priority = {text("aeo", 16), text("perishible", 16, 16)};
    EXPECT_THAT(complaints_about(definition),
                ElementsAre("post.toml:16:17: error: unknown field 'perishible'\n"
                            "  hint: did you mean 'perishable'?"));
    definition.priority.pop_back();
    EXPECT_THAT(complaints_about(definition), IsEmpty());
    definition.queue.reset();
    EXPECT_THAT(complaints_about(definition),
                ElementsAre("post.toml:16:9: error: the station 'documents' has priority classes, "
                            "but no priority queue\n"
                            "  hint: queue = \"priority\""));
}

TEST(StationDefinition, says_whose_time_a_stay_is) {
    StationDefinition definition = station("documents", 10);
    definition.actor = text("trade", 15);
    EXPECT_THAT(complaints_about(definition),
                ElementsAre("post.toml:15:9: error: unknown actor 'trade'\n"
                            "  hint: did you mean 'trader'?"));
}

TEST(StationDefinition, says_how_well_its_control_sees) {
    StationDefinition definition = station("documents", 10);
    definition.control = text("documents", 15);
    EXPECT_THAT(complaints_about(definition),
                ElementsAre("post.toml:15:9: error: the station 'documents' has a 'control' "
                            "without 'sensitivity'\n"
                            "  hint: sensitivity = 0.9, or { missing_permit = 0.95, ... }"));
    definition.control->value = "document";
    definition.sensitivity = located(1.1, 16);
    definition.false_alarm = located(-0.1, 17);
    EXPECT_THAT(complaints_about(definition),
                ElementsAre("post.toml:15:9: error: unknown control 'document'\n"
                            "  hint: did you mean 'documents'?",
                            "post.toml:16:9: error: 'sensitivity' is 1.1\n"
                            "  hint: a number from 0 to 1",
                            "post.toml:17:9: error: 'false_alarm' is -0.1\n"
                            "  hint: a number from 0 to 1"));
    definition.control.reset();
    const std::string hint =
        "\n  hint: control = \"documents\", \"nii\", \"physical\" or \"laboratory\"";
    EXPECT_THAT(complaints_about(definition),
                ElementsAre("post.toml:16:9: error: the station 'documents' has a 'sensitivity', "
                            "but no 'control'" +
                                hint,
                            "post.toml:17:9: error: the station 'documents' has a 'false_alarm', "
                            "but no 'control'" +
                                hint));
}

TEST(StationDefinition, may_say_it_kind_by_kind) {
    StationDefinition definition = station("documents", 10);
    definition.control = text("documents", 15);
    definition.sensitivities = {{text("missing_permits", 16), located(0.5, 16, 30)},
                                {text("none", 17), located(0.5, 17, 30)},
                                {text("forged_permit", 18), located(2.0, 18, 30)}};
    EXPECT_THAT(complaints_about(definition),
                ElementsAre("post.toml:16:9: error: unknown violation 'missing_permits'\n"
                            "  hint: did you mean 'missing_permit'?",
                            "post.toml:17:9: error: unknown violation 'none'\n"
                            "  hint: one of undeclared_waste, missing_permit, forged_permit, "
                            "misclassification, concealed_wildlife, smuggled_refrigerant, "
                            "undervaluation, unspecified",
                            "post.toml:18:30: error: 'forged_permit' is 2\n"
                            "  hint: a number from 0 to 1"));
}

}  // namespace
}  // namespace greenlane::clearance
