#pragma once

#include "greenlane/engine/scenario.h"

#include "support/draws.h"
#include "unit/clearance/process_builder.h"

#include <string>

/// Scenarios of every kind of station and way, for tests of laws that hold for all of them.
namespace greenlane::engine::test {

using greenlane::test::Draws;

inline random::LawDefinition law(const std::string& distribution, double first_ms,
                                 double second_ms = 0) {
    random::LawDefinition law;
    law.position = clearance::test::at(1, 1);
    law.distribution = clearance::test::text(distribution, 1);
    const auto time = [](double ms) {
        return clearance::test::located(random::Parameter{ms, true}, 1);
    };
    if (distribution == "deterministic") {
        law.value = time(first_ms);
    } else if (distribution == "uniform") {
        law.low = time(first_ms);
        law.high = time(second_ms);
    } else {
        law.mean = time(first_ms);
    }
    return law;
}

/// Services of whole minutes make simultaneous events the rule.
inline random::LawDefinition random_law(Draws& draws) {
    const double minutes = 5 + static_cast<double>(draws.below(40));
    switch (draws.below(3)) {
        case 0:
            return law("deterministic", minutes * minute);
        case 1:
            return law("uniform", minute, 2 * minutes * minute);
        default:
            return law("exponential", minutes * minute);
    }
}

inline clearance::RosterDefinition random_roster(Draws& draws, const std::string& name) {
    namespace build = clearance::test;
    auto roster = build::roster(name,
                                {build::shift("08:00-17:30", {}, 1 + draws.below(3), 1),
                                 build::shift("14:00-02:00", {"mon-fri"}, 1 + draws.below(2), 1)},
                                1);
    roster.at_shift_end = build::text(draws.below(2) == 0 ? "finish" : "suspend", 1);
    return roster;
}

/// Up to five stations; with ways back where `loops`.
inline clearance::ProcessDefinition random_process(Draws& draws, bool loops) {
    namespace build = clearance::test;
    clearance::ProcessDefinition process;
    const std::size_t stations = 1 + draws.below(5);
    for (std::size_t i = 0; i < stations; ++i) {
        const std::string name = "s" + std::to_string(i);
        clearance::StationDefinition station = build::station(name, 1);
        station.service = random_law(draws);
        switch (draws.below(4)) {
            case 0:
                station = build::delay(name, 1);
                station.delay = random_law(draws);
                break;
            case 1:
                process.rosters.push_back(random_roster(draws, "r" + std::to_string(i)));
                station.roster = build::text("r" + std::to_string(i), 1);
                station.servers.reset();
                break;
            default:
                station.servers->value = static_cast<std::int64_t>(1 + draws.below(4));
        }
        if (station.service && draws.below(2) == 0) {
            station.queue = build::text("priority", 1);
            station.priority = {build::text("hour < 10", 1),
                                build::text("weekday in ['tue', 'thu', 'sat']", 1)};
        }
        if (draws.below(3) == 0) {
            station.share = build::located(0.6, 1);
        }
        process.stations.push_back(std::move(station));
    }
    if (stations > 2) {
        process.routes.push_back(build::route("s0", "s2", 1, 0.3));
        process.routes.push_back(build::route("s1", "refused", 1, {}, "hour in [3, 4, 21]"));
    }
    if (loops) {
        const std::string last = "s" + std::to_string(stations - 1);
        process.routes.push_back(build::route(last, "s0", 1, 0.35));
    }
    return process;
}

/// Six days, about 100 shipments a day; batches every so often or a Poisson process.
inline ScenarioDefinition random_scenario(std::uint64_t seed, bool loops) {
    namespace build = clearance::test;
    Draws draws(seed);
    ScenarioDefinition scenario;
    scenario.position = build::at(1, 1);
    scenario.name = build::text("random", 1);
    scenario.seed = build::located(seed, 1);
    scenario.start = build::located(parse_instant("2026-01-05T00:00:00Z").value(), 1);
    scenario.duration = build::located(6 * day, 1);
    scenario.warmup =
        build::located(static_cast<Duration>(draws.below(2)) * (day + 7 * hour + 1), 1);
    if (draws.below(2) == 0) {
        scenario.flow.arrivals.per_hour = build::located(4.0, 1);
    } else {
        scenario.flow.arrivals.interval = law("deterministic", 30 * minute);
        auto& batch = scenario.flow.arrivals.batch.emplace();
        batch = law("uniform", 1, 3);
        batch.low->value.is_duration = batch.high->value.is_duration = false;
    }
    scenario.process = random_process(draws, loops);
    return scenario;
}

}  // namespace greenlane::engine::test
