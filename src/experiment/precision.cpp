#include "greenlane/experiment/precision.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/diagnostics.h"
#include "greenlane/kpi/kpi_figure.h"
#include "greenlane/kpi/sample_size.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace greenlane::experiment {

namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& why, const std::string& hint) {
    throw InputError(Failure::usage, "", "--precision '" + std::string(text) + "': " + why, hint);
}

/// More than 0 and followed by `unit`.
std::optional<double> number_before(std::string_view unit, std::string_view text) {
    if (!text.ends_with(unit)) {
        return std::nullopt;
    }
    text.remove_suffix(unit.size());
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && rest == end && std::isfinite(value) && value > 0
               ? std::optional(value)
               : std::nullopt;
}

/// In the quantity's unit.
std::optional<double> absolute(std::string_view text, kpi::Unit unit) {
    if (unit == kpi::Unit::percent) {
        return number_before("pp", text);
    }
    const auto duration = unit == kpi::Unit::hours ? parse_duration(text) : std::nullopt;
    if (duration && *duration > 0) {
        return static_cast<double>(*duration) / static_cast<double>(hour);
    }
    return number_before("", text);
}

PrecisionGoal parse_goal(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) {
        refuse(text, "is not of the form KPI:WIDTH", "--precision clearance.time.p90:5%");
    }
    const auto quantity = parse_quantity(text.substr(0, colon));
    if (!quantity) {
        refuse(text, "there is no KPI '" + std::string(text.substr(0, colon)) + '\'',
               quantity_hint(text.substr(0, colon)));
    }
    PrecisionGoal goal{.text = std::string(text), .quantity = *quantity};
    const std::string_view width = text.substr(colon + 1);
    if (const auto share = number_before("%", width)) {
        goal.half_width = *share / 100;
        return goal;
    }
    const kpi::Unit unit = quantity->info().unit;
    const auto half_width = absolute(width, unit);
    if (!half_width) {
        refuse(text, '\'' + std::string(width) + "' is no half-width above 0",
               "a share of the mean, such as 5%, or " +
                   std::string(unit == kpi::Unit::percent ? "percentage points, such as 1pp"
                               : unit == kpi::Unit::hours ? "a time, such as 2h"
                                                          : "a number in the KPI's unit"));
    }
    goal.is_share = false;
    goal.half_width = *half_width;
    return goal;
}

}  // namespace

std::vector<PrecisionGoal> parse_precision(std::string_view text) {
    std::vector<PrecisionGoal> goals;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        goals.push_back(parse_goal(text.substr(begin, end - begin)));
        begin = end + 1;
    }
    return goals;
}

GoalState state_of(const PrecisionGoal& goal, kpi::Replicated values,
                   const std::optional<kpi::Figure>& figure) {
    if (!figure || !figure->interval) {
        return {};
    }
    const double half = (figure->interval->high - figure->interval->low) / 2;
    const double size = std::abs(figure->mean);
    GoalState state;
    state.is_reached = half <= goal.half_width * (goal.is_share ? size : 1);
    if (!goal.is_share) {
        state.half_width = half;
    } else if (size > 0) {
        state.half_width = half / size;
    }
    if (state.is_reached) {
        state.needed = values.size();
    } else if (size > 0) {
        state.needed = kpi::replications_needed(
            values, goal.is_share ? goal.half_width : goal.half_width / size);
    }
    if (!state.is_reached && state.needed) {
        // It is told by a plain t interval; what is reported may be wider.
        state.needed = std::max<std::uint64_t>(*state.needed, values.size() + 1);
    }
    return state;
}

PrecisionPlan::PrecisionPlan(const engine::CompiledScenario& scenario,
                             std::vector<PrecisionGoal> goals)
    : scenario_(scenario), goals_(std::move(goals)) {
    for (const PrecisionGoal& goal : goals_) {
        if (!column(goal.quantity, scenario_)) {
            refuse(goal.text, "there is no station '" + goal.quantity.station + '\'',
                   station_hint(goal.quantity, scenario_));
        }
    }
}

std::uint64_t PrecisionPlan::look(std::span<const engine::Replication> replications) {
    while (outcomes_.size() < replications.size()) {
        outcomes_.push_back(outcome_of(scenario_, replications[outcomes_.size()]));
    }
    states_.clear();
    for (const PrecisionGoal& goal : goals_) {
        const std::size_t at = *column(goal.quantity, scenario_);
        std::vector<std::optional<double>> values;
        std::int64_t counted = 0;
        for (const Outcome& outcome : outcomes_) {
            values.push_back(outcome.value(at));
            counted += at < outcome.counted.size() ? outcome.counted[at] : 0;
        }
        const auto figure = kpi::figure_of(goal.quantity.info(), values, counted);
        if (!figure) {
            refuse(goal.text, "the KPI has no value in any replication",
                   "nothing that happens here counts for it, or the declarations lack what it "
                   "needs");
        }
        states_.push_back(state_of(goal, values, figure));
    }
    return next(states_, replications.size());
}

std::uint64_t PrecisionPlan::next(std::span<const GoalState> states, std::uint64_t replications) {
    std::uint64_t wanted = replications;
    for (const GoalState& state : states) {
        if (!state.is_reached) {
            wanted = std::max({wanted, replications + (replications + 3) / 4,
                               state.needed.value_or(2 * replications)});
        }
    }
    return std::max(replications, std::min({wanted, 2 * replications, most}));
}

}  // namespace greenlane::experiment
