#include "greenlane/experiment/criterion.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"
#include "greenlane/experiment/gate.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace greenlane::experiment {

namespace {

constexpr std::string_view cost = "cost";
constexpr std::string_view subject_to = "--subject-to";

[[noreturn]] void refuse(const std::string& what, const std::string& hint = {}) {
    throw InputError(Failure::usage, "", what, hint);
}

std::string_view option_of(kpi::Better better) {
    return better == kpi::Better::lower ? "--minimise" : "--maximise";
}

double cost_limit(std::string_view text, std::string_view limit) {
    double value = 0;
    const auto [end, error] = std::from_chars(limit.data(), limit.data() + limit.size(), value);
    if (error != std::errc{} || end != limit.data() + limit.size() || !std::isfinite(value)) {
        refuse(std::string(subject_to) + " '" + std::string(text) + "': the limit is no number");
    }
    return value;
}

}  // namespace

std::string Criterion::id() const {
    return quantity ? quantity->id() : std::string(cost);
}

double Constraint::violation(double value) const {
    const double excess = at_least ? limit - value : value - limit;
    return std::max(0.0, excess) / (limit == 0 ? 1 : std::abs(limit));
}

Objective parse_objective(std::string_view text, kpi::Better better) {
    GREENLANE_EXPECT(better != kpi::Better::neither);
    if (text == cost) {
        return {{}, better};
    }
    const auto quantity = parse_quantity(text);
    if (!quantity) {
        const std::string hint = quantity_hint(text);
        refuse(std::string(option_of(better)) + ": there is no KPI '" + std::string(text) + '\'',
               hint.empty() ? "a KPI of docs/kpis.md, or cost" : hint);
    }
    return {{quantity}, better};
}

Constraint parse_constraint(std::string_view text) {
    const LimitText parts = parse_limit_text(text, subject_to, "<=");
    Constraint constraint{.text = std::string(parts.quantity), .criterion = {}};
    constraint.at_least = parts.relation == Relation::above || parts.relation == Relation::at_least;
    constraint.text += constraint.at_least ? ">=" : "<=";
    constraint.text += parts.limit;
    if (parts.quantity == cost) {
        constraint.limit = cost_limit(text, parts.limit);
        return constraint;
    }
    const Gate gate = parse_gate(text, subject_to);
    constraint.criterion.quantity = gate.quantity;
    constraint.limit = gate.limit;
    return constraint;
}

void expect_consistent(std::span<const Objective> objectives,
                       std::span<const Constraint> constraints) {
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (objectives[i].criterion == objectives[j].criterion) {
                refuse("the objective '" + objectives[i].criterion.id() + "' is given twice",
                       objectives[i].better == objectives[j].better
                           ? ""
                           : "it cannot be both maximised and minimised");
            }
        }
    }
    for (const Constraint& high : constraints) {
        for (const Constraint& low : constraints) {
            if (!high.at_least && low.at_least && low.criterion == high.criterion &&
                low.limit > high.limit) {
                refuse("--subject-to '" + low.text + "' and '" + high.text +
                       "' contradict each other");
            }
        }
    }
}

void find_column(Criterion& criterion, const engine::CompiledScenario& scenario) {
    if (!criterion.quantity) {
        return;
    }
    const auto found = column(*criterion.quantity, scenario);
    if (!found) {
        refuse(
            criterion.id() + ": the scenario has no station '" + criterion.quantity->station + '\'',
            station_hint(*criterion.quantity, scenario));
    }
    criterion.column = *found;
}

}  // namespace greenlane::experiment
