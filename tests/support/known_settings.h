#pragma once

#include "greenlane/experiment/tuning.h"
#include "greenlane/random/arithmetic.h"
#include "greenlane/random/draw.h"

#include "experiment/unit_bytes.h"

#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace greenlane::experiment {

inline const std::size_t time_column = kpi::kpi_index("clearance.time");
inline const std::size_t hits_column = kpi::kpi_index("targeting.hits_per_officer_hour");

/// Settings whose figures are known: mean by column and values, with noise of which a part is
/// common to all settings of a replication.
class KnownTask final : public Task {
public:
    using Means =
        std::function<std::optional<double>(std::size_t column, const std::vector<double>& values)>;
    KnownTask(const TuningSettings& settings, Means means, double common_sd, double own_sd)
        : settings_(settings), means_(std::move(means)), common_sd_(common_sd), own_sd_(own_sd) {}

    void work(Queue& queue, unsigned, const Receive& receive) override {
        for (auto units = queue.take(1); !units.empty(); units = queue.take(1)) {
            const std::vector<double>& values = settings_[units.front().system].values;
            receive(units.front(), to_bytes(Trial{outcome(units.front()), overloads(values)}));
        }
    }
    std::uint64_t seed = 1;
    std::function<bool(const std::vector<double>&)> is_possible = [](const auto&) { return true; };
    std::function<bool(std::size_t column, std::uint64_t replication)> is_defined =
        [](std::size_t, std::uint64_t) { return true; };
    std::function<std::vector<Overload>(const std::vector<double>&)> overloads = [](const auto&) {
        return std::vector<Overload>();
    };

private:
    std::optional<Outcome> outcome(const Unit& unit) const {
        const std::vector<double>& values = settings_[unit.system].values;
        if (!is_possible(values)) {
            return std::nullopt;
        }
        Outcome outcome{.number = unit.replication, .counts = {}, .values = {}, .counted = {}};
        outcome.values.resize(kpi::kpis().size(), std::nan(""));
        outcome.counted.resize(kpi::kpis().size());
        const random::Key key = random::make_key(seed, unit.replication);
        const auto normal = [&](std::uint64_t number) {
            return random::normal_quantile(random::uniform(
                random::draw(key, number, {.purpose = random::Purpose::resample}).first));
        };
        for (const std::size_t column : {time_column, hits_column}) {
            const auto mean = means_(column, values);
            if (mean && is_defined(column, unit.replication)) {
                outcome.values[column] =
                    *mean + common_sd_ * normal(0) + own_sd_ * normal(1 + unit.system);
            }
        }
        return outcome;
    }

    const TuningSettings& settings_;
    Means means_;
    double common_sd_;
    double own_sd_;
};

struct Tuned {
    TuningSettings settings;
    Tuning tuning;
};

inline Tuned run(const TuningProblem& problem, const KnownTask::Means& means, double common_sd,
                 double own_sd, std::uint64_t seed = 1) {
    Tuned tuned;
    KnownTask task(tuned.settings, means, common_sd, own_sd);
    task.seed = seed;
    ThreadWorkers workers(1);
    Execution execution{.workers = &workers};
    tuned.tuning = tune(problem, tuned.settings, task, execution);
    return tuned;
}

/// Tunes by a task that is changed beforehand.
inline Tuned run(const TuningProblem& problem, const KnownTask::Means& means, double own_sd,
                 const std::function<void(KnownTask&)>& change) {
    Tuned tuned;
    KnownTask task(tuned.settings, means, 0, own_sd);
    change(task);
    ThreadWorkers workers(1);
    Execution execution{.workers = &workers};
    tuned.tuning = tune(problem, tuned.settings, task, execution);
    return tuned;
}

inline Objective objective(const char* id, kpi::Better better) {
    Objective objective = parse_objective(id, better);
    if (objective.criterion.quantity) {
        objective.criterion.column = objective.criterion.quantity->kpi;
    }
    return objective;
}

inline Constraint constraint(const char* text) {
    Constraint constraint = parse_constraint(text);
    if (constraint.criterion.quantity) {
        constraint.criterion.column = constraint.criterion.quantity->kpi;
    }
    return constraint;
}

/// One factor from 0 to 40, of which the whole grid can be tried.
inline TuningProblem line(std::vector<Objective> objectives, std::vector<Constraint> constraints) {
    return {.factors = parse_factors({"thresholds.red=0:40:1"}),
            .unit_costs = {1},
            .objectives = std::move(objectives),
            .constraints = std::move(constraints),
            .present = {40},
            .budget = 1'000,
            .fresh_replications = 10};
}

}  // namespace greenlane::experiment
