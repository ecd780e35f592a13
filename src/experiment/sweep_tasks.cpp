#include "experiment/sweep_tasks.h"

#include "greenlane/kpi/clock.h"

#include "experiment/cube_settings.h"
#include "experiment/unit_bytes.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <mutex>
#include <string>
#include <utility>

namespace greenlane::experiment {

namespace {

using Scenario = std::shared_ptr<const engine::CompiledScenario>;

/// Replications of systems that are made when they are needed; the latest are kept.
class OutcomeTask final : public Simulation {
public:
    OutcomeTask(const CompileSystem& compile, bool replays, const Observe& observe)
        : Simulation(observe, replays), compile_(compile) {}

private:
    Scenario scenario(const Unit& unit) override {
        constexpr std::size_t most_kept = 64;
        const std::lock_guard lock(mutex_);
        const auto known = std::find_if(latest_.begin(), latest_.end(), [&](const auto& made) {
            return made.first == unit.system;
        });
        if (known != latest_.end()) {
            return known->second;
        }
        if (latest_.size() == most_kept) {
            latest_.pop_front();
        }
        return latest_.emplace_back(unit.system, compile_(unit.system)).second;
    }
    std::string simulate(const Unit& unit, const engine::CompiledScenario& scenario,
                         shipment::Source& declarations, engine::Watch watch) override {
        const std::uint64_t number = scenario.feed->first_replication() + unit.replication;
        return to_bytes(
            outcome_of(scenario, engine::run_replication(scenario, declarations, number, watch)));
    }

    const CompileSystem& compile_;
    std::mutex mutex_;
    std::deque<std::pair<std::uint64_t, Scenario>> latest_;
};

Outcome outcome_of_lanes(const engine::CompiledScenario& scenario, std::uint64_t number,
                         const engine::LaneTotals& totals) {
    const kpi::Assumptions assumptions = assumptions_of(scenario);
    kpi::Evidence evidence;
    evidence.cell = &totals.cell;
    Outcome outcome;
    outcome.number = number;
    outcome.lodged = totals.cell[kpi::Measure::lodged];
    outcome.counts.lodged = outcome.lodged;
    outcome.values.assign(column_count(scenario), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < kpi::kpis().size(); ++i) {
        const kpi::Kpi& kpi = kpi::kpis()[i];
        outcome.values[i] = engine::value(kpi, totals, assumptions).value_or(outcome.values[i]);
        outcome.counted.push_back(kpi::needs_clock(kpi) ? 0 : kpi::count(kpi, evidence));
    }
    return outcome;
}

/// A unit is a replication of all settings.
class LaneTask final : public Simulation {
public:
    LaneTask(const engine::CompiledScenario& scenario,
             std::span<const engine::LaneSetting> settings, const Observe& observe)
        : Simulation(observe, scenario.replayed), scenario_(scenario), settings_(settings) {}

private:
    Scenario scenario(const Unit&) override { return {std::shared_ptr<const void>(), &scenario_}; }
    std::string simulate(const Unit& unit, const engine::CompiledScenario& scenario,
                         shipment::Source& declarations, engine::Watch watch) override {
        const std::uint64_t number = scenario.feed->first_replication() + unit.replication;
        std::vector<Outcome> outcomes;
        for (const engine::LaneTotals& totals :
             engine::sweep_lanes(scenario, declarations, number, settings_, watch.goes_on)) {
            outcomes.push_back(outcome_of_lanes(scenario, number, totals));
        }
        return to_bytes(outcomes);
    }

    const engine::CompiledScenario& scenario_;
    std::span<const engine::LaneSetting> settings_;
};

/// The lane's places that a key is about; nullopt where it is about none of a limited lane.
std::optional<Lane> limited_lane(std::string_view key, const profile::CompiledProfile& profile) {
    for (const Lane lane : lanes) {
        if (profile.capacity[static_cast<std::size_t>(lane)] &&
            key == "capacity." + std::string(name(lane)) + ".per_day") {
            return lane;
        }
    }
    return std::nullopt;
}

/// Moves what the key names to a whole number; false where it is nothing of a lane's.
bool set_lane(std::string_view key, std::int64_t value, const profile::CompiledProfile& profile,
              engine::LaneSetting& setting) {
    if (key == "thresholds.yellow") {
        setting.yellow_from = static_cast<std::int32_t>(value);
        return true;
    }
    if (key == "thresholds.red") {
        setting.red_from = static_cast<std::int32_t>(value);
        return true;
    }
    if (const auto lane = limited_lane(key, profile)) {
        setting.per_day[static_cast<std::size_t>(*lane)] = value;
        return true;
    }
    return false;
}

}  // namespace

std::optional<std::vector<engine::LaneSetting>> lane_settings(
    const SweepPlan& plan, std::span<const Quantity> asked, const engine::CompiledScenario& base) {
    const bool needs_clock = std::any_of(asked.begin(), asked.end(), [](const Quantity& quantity) {
        return kpi::needs_clock(quantity.info());
    });
    if (asked.empty() || needs_clock || !base.profile || engine::why_no_lane_sweep(base)) {
        return std::nullopt;
    }
    std::vector<engine::LaneSetting> settings;
    for (const Setting& system : plan.systems) {
        engine::LaneSetting& setting = settings.emplace_back(engine::lane_setting(*base.profile));
        for (std::size_t i = 0; i < system.size(); ++i) {
            const Factor& factor = plan.factors[i];
            const bool is_whole = factor.scale == Scale::number && factor.digits == 0;
            if (!is_whole) {
                return std::nullopt;
            }
            if (system[i] &&
                !set_lane(factor.key, std::stoll(*system[i]), *base.profile, setting)) {
                return std::nullopt;
            }
        }
    }
    return settings;
}

std::vector<std::vector<Outcome>> outcomes_of(std::size_t systems, const CompileSystem& compile,
                                              std::uint64_t replications, bool replays,
                                              const Observe& observe, Execution& execution) {
    Units units;
    for (std::size_t system = 0; system < systems; ++system) {
        units.add(system, 0, replications);
    }
    std::vector<std::vector<Outcome>> outcomes(systems, std::vector<Outcome>(replications));
    OutcomeTask task(compile, replays, observe);
    execute(execution, task, units, [&](const Unit& unit, std::string&& bytes) {
        from_bytes(bytes, outcomes[unit.system][unit.replication]);
    });
    return outcomes;
}

std::vector<std::vector<Outcome>> sweep_outcomes(const engine::CompiledScenario& scenario,
                                                 std::span<const engine::LaneSetting> settings,
                                                 std::uint64_t first, std::uint64_t replications,
                                                 const Observe& observe, Execution& execution) {
    Units units;
    units.add(settings.size(), first, replications);
    std::vector<std::vector<Outcome>> outcomes(settings.size(), std::vector<Outcome>(replications));
    LaneTask task(scenario, settings, observe);
    execute(execution, task, units, [&](const Unit& unit, std::string&& bytes) {
        std::vector<Outcome> all;
        from_bytes(bytes, all);
        for (std::size_t i = 0; i < settings.size(); ++i) {
            outcomes[i][unit.replication - first] = std::move(all[i]);
        }
    });
    return outcomes;
}

}  // namespace greenlane::experiment
