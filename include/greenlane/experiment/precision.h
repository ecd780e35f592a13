#pragma once

#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/engine/replication.h"
#include "greenlane/experiment/outcome.h"
#include "greenlane/experiment/quantity.h"
#include "greenlane/kpi/interval.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::experiment {

/// What `--precision` takes: `clearance.time.p90:5%`, how narrow the 95 % interval of a quantity is
/// to become.
struct PrecisionGoal {
    std::string text;
    Quantity quantity;
    bool is_share = true;   ///< of the mean; otherwise in the quantity's unit
    double half_width = 0;  ///< half the interval's length, at most
};

/// Goals with commas in between. Behind the colon stands a share of the mean (`5%`), for times a
/// duration (`2h`), for what is in per cent points of it (`1pp`), for all else a number in its
/// unit. Throws InputError(usage) with a hint.
std::vector<PrecisionGoal> parse_precision(std::string_view text);

/// How near the replications at hand have come.
struct GoalState {
    std::optional<double> half_width;  ///< as in PrecisionGoal; nullopt: there is none yet
    bool is_reached = false;
    /// Replications until it is reached, those at hand included, as far as they can tell; nullopt
    /// where they cannot.
    std::optional<std::uint64_t> needed;
};
/// `figure` is what is reported of the values, with its interval.
GoalState state_of(const PrecisionGoal& goal, kpi::Replicated values,
                   const std::optional<kpi::Figure>& figure);

/// Replications are added in batches until all goals are reached in one look.
///
/// To stop when an interval happens to be narrow makes intervals cover less than they say (Law
/// 2015, Simulation Modeling and Analysis, section 9.4.1). Three things keep that small: there are
/// `fewest` replications before the first look; looks are few, as each batch adds a quarter of what
/// is there at least, and as many at most; and the interval is corrected for skewness. What is
/// left is measured by tests/validation/interval_coverage.cpp.
class PrecisionPlan {
public:
    static constexpr std::uint64_t fewest = 20;
    static constexpr std::uint64_t most = 1000;

    /// The scenario outlives it. Throws InputError(usage) where a goal is of a station that the
    /// scenario does not have.
    PrecisionPlan(const engine::CompiledScenario& scenario, std::vector<PrecisionGoal> goals);

    /// For RunOptions::extend: looks at all replications. Throws InputError(usage) where a goal's
    /// quantity has no value in any of them: nothing would come of more.
    std::uint64_t look(std::span<const engine::Replication> replications);
    const std::vector<PrecisionGoal>& goals() const { return goals_; }
    /// At the last look, by goal.
    const std::vector<GoalState>& states() const { return states_; }

    /// How many replications there are to be in all, after so many; as many where all goals are
    /// reached, or at `most`.
    static std::uint64_t next(std::span<const GoalState> states, std::uint64_t replications);

private:
    const engine::CompiledScenario& scenario_;
    std::vector<PrecisionGoal> goals_;
    std::vector<Outcome> outcomes_;
    std::vector<GoalState> states_;
};

/// What came of the goals, for those who read the results.
struct PrecisionReport {
    std::vector<PrecisionGoal> goals;
    std::vector<GoalState> states;  ///< by goal
};

}  // namespace greenlane::experiment
