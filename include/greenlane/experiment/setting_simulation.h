#pragma once

#include "greenlane/experiment/simulation.h"
#include "greenlane/experiment/tuning.h"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

namespace greenlane::experiment {

/// Makes the scenario of a setting; null where scenario and profile do not allow it. Called one at
/// a time.
using CompileSetting =
    std::function<std::shared_ptr<const engine::CompiledScenario>(const TuningSetting& setting)>;

/// A replay cut in two: the search sees what is lodged before `split`, at which an epoch begins,
/// the final estimates what is lodged from there on, with all that came before as their warm-up.
std::shared_ptr<const engine::Feed> before(std::shared_ptr<const engine::Feed> feed, Instant split);
/// `feed`: the scenario's, before the split; one for all scenarios, so that it is read once.
engine::CompiledScenario before(const engine::CompiledScenario& scenario, Instant split,
                                std::shared_ptr<const engine::Feed> feed);
engine::CompiledScenario from(const engine::CompiledScenario& scenario, Instant split);
/// The beginning of the epoch at or after two thirds of the time from the first to the last
/// lodgement in the window, or the last epoch with one: something was lodged on both sides of it.
/// Reads the declarations once. Throws InputError(declarations) where they are of one epoch.
Instant split_of(const engine::CompiledScenario& scenario);

/// Runs replications of settings: the task of tune(). Scenarios are made when they are needed, and
/// the latest are kept.
class SettingSimulation final : public Simulation {
public:
    /// `settings` may grow between stages. `split` is that of a replay, whose settings have one
    /// feed.
    SettingSimulation(const TuningSettings& settings, CompileSetting compile,
                      std::optional<Instant> split, Observe observe);

private:
    using Scenario = std::shared_ptr<const engine::CompiledScenario>;

    /// Which part of a replay a scenario measures.
    enum class Part : std::uint8_t { whole, earlier, later };
    struct Made {
        std::uint64_t system;
        Part part;
        Scenario scenario;  ///< null where the setting cannot be
    };

    Scenario scenario(const Unit& unit) override;
    std::string simulate(const Unit& unit, const engine::CompiledScenario& scenario,
                         shipment::Source& declarations, engine::Watch watch) override;
    Scenario make(std::uint64_t system, Part part);
    Scenario made(std::uint64_t system, Part part);

    const TuningSettings& settings_;
    CompileSetting compile_;
    std::optional<Instant> split_;
    std::mutex mutex_;
    std::shared_ptr<const engine::Feed> earlier_;  ///< before the split
    std::deque<Made> latest_;
    std::set<std::uint64_t> impossible_;  ///< systems
};

}  // namespace greenlane::experiment
