#pragma once

#include "greenlane/engine/compiled_scenario.h"

#include "unit/clearance/process_builder.h"

#include <memory>
#include <optional>
#include <utility>

namespace greenlane::test {

/// Half a day of a post without a flow: shipments are accepted one by one, a second each, and red
/// ones examined, six seconds each.
inline engine::ScenarioDefinition small_post(std::uint64_t seed = 11) {
    namespace build = clearance::test;
    engine::ScenarioDefinition definition;
    definition.position = build::at(1, 1);
    definition.name = build::text("post", 1);
    definition.seed = build::located(seed, 1);
    definition.duration = build::located(12 * hour, 1);
    definition.process.stations = {build::station("acceptance", 1, "acceptance"),
                                   build::station("physical", 1)};
    definition.process.stations[0].service = build::exponential(1000, 1);
    clearance::StationDefinition& physical = definition.process.stations[1];
    physical.service = build::exponential(6000, 1);
    physical.control = build::text("physical", 1);
    physical.when = build::text("lane == 'red'", 1);
    physical.sensitivity = build::located(0.6, 1);
    physical.false_alarm = build::located(0.1, 1);
    return definition;
}

/// Throws what is wrong with them. `profile` may be null.
inline engine::CompiledScenario compiled(const engine::ScenarioDefinition& definition,
                                         const profile::ProfileDefinition* profile,
                                         profile::Lists lists = {},
                                         std::optional<engine::Replay> replay = {}) {
    Diagnostics diagnostics;
    auto scenario =
        engine::compile({.scenario = &definition,
                         .profile = profile,
                         .lists = std::make_shared<const profile::Lists>(std::move(lists)),
                         .score = {},
                         .replay = std::move(replay),
                         .seed = {}},
                        diagnostics);
    if (!scenario) {
        throw InputError(Failure::usage, diagnostics);
    }
    return std::move(*scenario);
}

}  // namespace greenlane::test
