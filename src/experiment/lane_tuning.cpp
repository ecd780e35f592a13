#include "greenlane/experiment/lane_tuning.h"

#include "greenlane/experiment/sweep.h"

#include "experiment/setting_search.h"
#include "experiment/sweep_tasks.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace greenlane::experiment {

namespace {

SweepPlan plan_of(const TuningProblem& problem, const TuningSettings& settings) {
    SweepPlan plan;
    plan.factors = problem.factors;
    for (const TuningSetting& setting : settings) {
        Setting& system = plan.systems.emplace_back(problem.factors.size());
        for (std::size_t i = 0; i < setting.texts.size(); ++i) {
            system[i] = setting.texts[i];
        }
    }
    return plan;
}

std::vector<Quantity> quantities_of(const TuningProblem& problem) {
    std::vector<Quantity> quantities;
    for (const Objective& objective : problem.objectives) {
        if (objective.criterion.quantity) {
            quantities.push_back(*objective.criterion.quantity);
        }
    }
    for (const Constraint& constraint : problem.constraints) {
        if (constraint.criterion.quantity) {
            quantities.push_back(*constraint.criterion.quantity);
        }
    }
    return quantities;
}

/// What the profile's reader asks for: thresholds of 1 point or more and within 32 bits, red above
/// yellow, no negative number of places.
bool is_possible(const TuningProblem& problem, const TuningSetting& setting,
                 const engine::LaneSetting& lanes) {
    constexpr double most_points_from = std::numeric_limits<std::int32_t>::max();
    for (std::size_t i = 0; i < setting.values.size(); ++i) {
        const bool is_threshold = problem.factors[i].key.starts_with("thresholds.");
        const double value = setting.values[i];
        if (value < (is_threshold ? 1 : 0) || (is_threshold && value > most_points_from)) {
            return false;
        }
    }
    return !lanes.yellow_from || !lanes.red_from || *lanes.yellow_from < *lanes.red_from;
}

}  // namespace

TryTogether lanes_together(const TuningProblem& problem, const engine::CompiledScenario& base,
                           const Observe& observe, Execution& execution) {
    const SettingGrid grid(problem.factors);
    const TuningSettings corner{grid.at(Place(grid.factors()))};
    if (grid.size() > static_cast<double>(most_points) ||
        !lane_settings(plan_of(problem, corner), quantities_of(problem), base)) {
        return {};
    }
    return [&](const TuningSettings& settings) {
        const std::vector<engine::LaneSetting> lanes =
            lane_settings(plan_of(problem, settings), quantities_of(problem), base).value();
        const std::uint64_t replications =
            std::max(least_screenings, problem.budget / settings.size());
        auto outcomes =
            sweep_outcomes(base, lanes, first_searched, replications, observe, execution);
        std::vector<std::vector<std::optional<Outcome>>> tried(settings.size());
        for (std::size_t i = 0; i < settings.size(); ++i) {
            tried[i].resize(replications);
            if (!is_possible(problem, settings[i], lanes[i])) {
                continue;
            }
            for (std::uint64_t r = 0; r < replications; ++r) {
                tried[i][r] = std::move(outcomes[i][r]);
            }
        }
        return tried;
    };
}

}  // namespace greenlane::experiment
