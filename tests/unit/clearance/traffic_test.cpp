#include "greenlane/clearance/traffic.h"

#include "greenlane/core/contract.h"

#include "process_builder.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::clearance {
namespace {

using test::compiled;
using test::located;
using test::route;
using test::station;
using testing::ElementsAre;
using testing::IsEmpty;

StationDefinition staffed(const std::string& name, std::uint32_t line, const std::string& stage,
                          std::int64_t servers, double served_per_hour) {
    StationDefinition definition = station(name, line, stage);
    definition.servers->value = servers;
    definition.service = test::exponential(static_cast<double>(hour) / served_per_hour, line + 4);
    return definition;
}

/// `jackson_customs` of the validation values: 20 declarations an hour through seven nodes, with
/// document queries back to lodgement, alarms to physical examination, and that back to documents.
ProcessDefinition jackson_customs() {
    StationDefinition payment = test::delay("payment", 60, "payment");
    payment.delay = test::exponential(4.0 * hour, 64);
    return {
        .stations = {staffed("lodgement", 10, "acceptance", 2, 12),
                     staffed("triage", 20, "selectivity", 1, 30),
                     staffed("documents", 30, "assessment", 5, 1.5),
                     staffed("nii", 40, "assessment", 1, 3),
                     staffed("physical", 50, "assessment", 5, 0.5), payment,
                     staffed("gate", 70, "release", 1, 25)},
        .routes = {route("triage", "documents", 100, 0.25), route("triage", "nii", 105, 0.08),
                   route("triage", "physical", 110, 0.02), route("triage", "payment", 115),
                   route("documents", "lodgement", 120, 0.1), route("documents", "nii", 125, 0.05),
                   route("documents", "physical", 130, 0.1), route("documents", "payment", 135),
                   route("nii", "physical", 140, 0.2), route("nii", "payment", 145),
                   route("physical", "documents", 150, 0.15)},
        .rosters = {}};
}

TEST(Traffic, solves_the_jackson_network_of_the_validation_values) {
    const CompiledProcess process = compiled(jackson_customs());
    const auto traffic = solve_traffic(process, declared_branching(process, 0), 20, 0, 30 * day);
    const std::vector<double> rates{20.533216418222054,
                                    20.533216418222054,
                                    5.332164182220553,
                                    1.9092655225687922,
                                    1.325733851100255,
                                    20.0,
                                    20.0};
    const std::vector<double> utilisations{0.8555506840925856,
                                           0.6844405472740684,
                                           0.7109552242960737,
                                           0.6364218408562641,
                                           0.530293540440102,
                                           0,
                                           0.8};
    const std::vector<double> visits{1.0266608209111028,
                                     1.0266608209111028,
                                     0.26660820911102767,
                                     0.0954632761284396,
                                     0.06628669255501275,
                                     1.0,
                                     1.0};
    ASSERT_EQ(traffic.size(), rates.size());
    for (std::size_t i = 0; i < traffic.size(); ++i) {
        EXPECT_NEAR(traffic[i].arrivals, rates[i], 1e-13 * rates[i]);
        EXPECT_NEAR(traffic[i].served, rates[i], 1e-13 * rates[i]);
        EXPECT_NEAR(traffic[i].visits, visits[i], 1e-13);
        EXPECT_NEAR(traffic[i].utilisation, utilisations[i], 1e-13);
    }
    EXPECT_THAT(overloaded(traffic), IsEmpty());
}

TEST(Traffic, names_the_stations_whose_work_cannot_be_done) {
    const CompiledProcess process = compiled(jackson_customs());
    const auto traffic = solve_traffic(process, declared_branching(process, 0), 25, 0, 30 * day);
    EXPECT_THAT(overloaded(traffic), ElementsAre(0, 6));
    EXPECT_NEAR(traffic[0].utilisation, 0.8555506840925856 * 1.25, 1e-13);
    EXPECT_NEAR(traffic[6].utilisation, 1, 1e-13);
}

TEST(Traffic, passes_by_those_whom_a_station_does_not_serve) {
    ProcessDefinition definition{.stations = {staffed("scan", 10, "assessment", 2, 1),
                                              staffed("gate", 20, "release", 1, 100)},
                                 .routes = {route("scan", "refused", 100, 0.5)},
                                 .rosters = {}};
    definition.stations[0].share = located(0.1, 15);
    const CompiledProcess process = compiled(definition);
    const auto traffic = solve_traffic(process, declared_branching(process, 0), 10, 0, day);
    EXPECT_DOUBLE_EQ(traffic[0].arrivals, 10);
    EXPECT_DOUBLE_EQ(traffic[0].served, 1);
    EXPECT_DOUBLE_EQ(traffic[0].visits, 0.1);
    EXPECT_DOUBLE_EQ(traffic[0].utilisation, 0.5);
    EXPECT_DOUBLE_EQ(traffic[1].arrivals, 9.5) << "a refused one of two does not come";
}

TEST(Traffic, counts_the_hours_of_the_roster) {
    StationDefinition documents = staffed("documents", 10, "assessment", 1, 2);
    documents.servers.reset();
    documents.roster = test::text("day-shift", 13);
    const CompiledProcess process = compiled(
        {.stations = {documents},
         .routes = {},
         .rosters = {test::roster("day-shift", {test::shift("08:00-20:00", {}, 4, 51)}, 50)}});
    const Branching branching = declared_branching(process, 0);
    EXPECT_DOUBLE_EQ(solve_traffic(process, branching, 3, 0, 7 * day)[0].utilisation, 0.75);
    EXPECT_EQ(solve_traffic(process, branching, 3, 0, hour)[0].utilisation,
              std::numeric_limits<double>::infinity());
}

TEST(Traffic, enters_where_routes_from_the_start_lead) {
    const CompiledProcess process =
        compiled({.stations = {station("a", 10), station("b", 20), station("c", 30)},
                  .routes = {route("start", "c", 100, 0.5), route("start", "refused", 110, 0.25)},
                  .rosters = {}});
    const auto traffic = solve_traffic(process, declared_branching(process, 0), 8, 0, day);
    EXPECT_DOUBLE_EQ(traffic[0].arrivals, 2);
    EXPECT_DOUBLE_EQ(traffic[1].arrivals, 2);
    EXPECT_DOUBLE_EQ(traffic[2].arrivals, 6);
}

TEST(Branching, takes_conditions_to_hold_for_the_given_share) {
    ProcessDefinition definition{
        .stations = {station("a", 10), station("b", 20)},
        .routes = {route("a", "released", 100, 0.5, "alarm"),
                   route("a", "refused", 110, {}, "found"), route("a", "destroyed", 120, 0.25)},
        .rosters = {}};
    definition.stations[0].when = test::text("aeo", 15);
    definition.stations[0].share = located(0.5, 16);
    const Branching branching = declared_branching(compiled(definition), 0.2);
    EXPECT_DOUBLE_EQ(branching.stations[0].served, 0.1);
    EXPECT_THAT(
        branching.stations[0].routes,
        ElementsAre(testing::DoubleEq(0.1), testing::DoubleEq(0.18), testing::DoubleEq(0.25)));
    EXPECT_EQ(branching.stations[1].served, 1);
    EXPECT_THAT(branching.entry.routes, IsEmpty());
}

TEST(Branching, fits_its_process) {
    const CompiledProcess process = compiled({.stations = {station("a", 10)},
                                              .routes = {route("a", "refused", 100, 0.5)},
                                              .rosters = {}});
    Branching branching = declared_branching(process, 0);
    branching.stations[0].routes = {1.5};
    EXPECT_THROW(solve_traffic(process, branching, 1, 0, day), ContractViolation);
    branching.stations[0].routes = {};
    EXPECT_THROW(solve_traffic(process, branching, 1, 0, day), ContractViolation);
}

}  // namespace
}  // namespace greenlane::clearance
