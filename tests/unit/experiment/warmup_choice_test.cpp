#include "greenlane/experiment/warmup_choice.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"
#include "greenlane/kpi/kpi_table.h"

#include "unit/clearance/process_builder.h"

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

namespace build = clearance::test;
using testing::HasSubstr;

constexpr Date first_day{2026, 1, 5};

/// One desk, ten minutes a shipment at three an hour, from a Monday on; it is closed for the first
/// days, so that a backlog has to be worked off.
engine::CompiledScenario desk(std::int64_t days, std::int64_t closed, double per_hour = 3) {
    engine::ScenarioDefinition definition;
    definition.position = build::at(1, 1);
    definition.name = build::text("desk", 1);
    definition.seed = build::located(std::uint64_t{5}, 1);
    definition.start = build::located(days_since_epoch(first_day) * day, 2);
    definition.duration = build::located(days * day, 3);
    definition.warmup = build::located(Duration{0}, 4);
    definition.finds_warmup = true;
    definition.flow.arrivals.per_hour = build::located(per_hour, 5);
    definition.process.stations = {build::station("desk", 6)};
    definition.process.stations[0].servers.reset();
    definition.process.stations[0].roster = build::text("always", 7);
    definition.process.rosters = {build::roster(
        "always",
        {build::shift("00:00-24:00", {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, 1, 9)}, 8)};
    for (std::int64_t closed_day = 0; closed_day < closed; ++closed_day) {
        definition.process.rosters[0].closed.push_back(
            build::located(date_of(days_since_epoch(first_day) + closed_day), 10));
    }
    Diagnostics diagnostics;
    auto compiled = engine::compile({.scenario = &definition,
                                     .profile = nullptr,
                                     .lists = {},
                                     .score = {},
                                     .replay = {},
                                     .seed = {}},
                                    diagnostics);
    EXPECT_TRUE(compiled) << InputError(Failure::usage, diagnostics).what();
    return std::move(*compiled);
}

/// Chooses it and gives it to them.
WarmupChoice choose(std::vector<engine::CompiledScenario*> scenarios, unsigned jobs = 1) {
    const auto scenario = [&](std::size_t system) {
        return std::shared_ptr<const engine::CompiledScenario>(std::shared_ptr<const void>(),
                                                               scenarios[system]);
    };
    WarmupChoice choice = choose_warmup(scenarios.size(), scenario, jobs, {});
    for (engine::CompiledScenario* each : scenarios) {
        set_warmup(choice, *each);
    }
    return choice;
}

std::string refusal(engine::CompiledScenario scenario) {
    try {
        choose({&scenario});
    } catch (const InputError& error) {
        EXPECT_EQ(error.failure(), Failure::usage);
        return error.what();
    }
    return "none";
}

TEST(WarmupChoice, LeavesTheDaysOutInWhichABacklogIsWorkedOff) {
    engine::CompiledScenario scenario = desk(50, 4);
    const WarmupChoice choice = choose({&scenario}, 2);
    EXPECT_THAT(choice.days, testing::AnyOf(5, 10));
    ASSERT_FALSE(choice.requests.empty());
    EXPECT_EQ(choice.requests[0].days, choice.days);
    EXPECT_EQ(choice.pilot, 10);
    EXPECT_GT(choice.series, choice.requests.size());
    EXPECT_EQ(scenario.window.begin,
              scenario.horizon.start + static_cast<Duration>(choice.days) * day);
    EXPECT_EQ(scenario.window.end, scenario.horizon.end());
    EXPECT_FALSE(scenario.finds_warmup);
}

TEST(WarmupChoice, IsNoneWhereTheFirstDaysAreLikeTheLaterOnes) {
    engine::CompiledScenario scenario = desk(50, 0);
    const WarmupChoice choice = choose({&scenario});
    EXPECT_EQ(choice.days, 0);
    EXPECT_THAT(choice.requests, testing::IsEmpty());
    EXPECT_EQ(scenario.window.begin, scenario.horizon.start);
}

TEST(WarmupChoice, IsOneForAllScenariosThatAsk) {
    engine::CompiledScenario closed = desk(50, 4);
    engine::CompiledScenario open = desk(50, 0);
    const WarmupChoice choice = choose({&open, &closed});
    EXPECT_GT(choice.days, 0);
    EXPECT_EQ(open.window, closed.window);
    EXPECT_EQ(open.window.begin, open.horizon.start + static_cast<Duration>(choice.days) * day);
}

TEST(WarmupChoice, IsRefusedWhereItLeavesNothingOfAShorterRun) {
    engine::CompiledScenario brief = desk(4, 0);
    WarmupChoice choice;
    choice.days = 5;
    EXPECT_THROW(set_warmup(choice, brief), InputError);
    choice.days = 3;
    set_warmup(choice, brief);
    EXPECT_EQ(brief.window.length(), day);
}

TEST(WarmupChoice, NamesWhatDriftsToTheEnd) {
    engine::CompiledScenario overloaded = desk(50, 0, 7);
    const WarmupChoice choice = choose({&overloaded});
    EXPECT_THAT(choice.drifting, testing::Contains(kpi::kpi_index("clearance.time")));
    EXPECT_GE(choice.days, 15) << "at the end of the range";
    engine::CompiledScenario steady = desk(50, 4);
    EXPECT_THAT(choose({&steady}).drifting, testing::IsEmpty());
}

TEST(WarmupChoice, IsRefusedWhereTheRunIsTooShort) {
    EXPECT_THAT(refusal(desk(15, 0)),
                HasSubstr("post.toml:4:9: error: the run is too short to find a warm-up in it"));
    engine::CompiledScenario given = desk(50, 0);
    given.finds_warmup.reset();
    EXPECT_THROW(choose({&given}), ContractViolation);
}

}  // namespace
}  // namespace greenlane::experiment
