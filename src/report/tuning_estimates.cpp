#include "report/tuning_estimates.h"

#include "greenlane/report/certainty.h"

#include "report/number.h"
#include "report/period_lines.h"
#include "report/table.h"
#include "report/text.h"
#include "report/tuning_text.h"

#include <cmath>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using experiment::Constraint;
using experiment::ConstraintStanding;
using experiment::Criterion;
using experiment::Tuning;
using experiment::TuningLabel;

/// By how much a mean keeps or misses its limit.
Cell margin(const ConstraintStanding& standing, const Constraint& constraint,
            const TuningLabel& label) {
    if (!standing.figure) {
        return {"undefined: not shown to hold", Tone::bad};
    }
    const double excess = constraint.at_least ? constraint.limit - standing.figure->mean
                                              : standing.figure->mean - constraint.limit;
    const std::string_view unit = label.unit(constraint.criterion);
    const std::string size =
        constraint.criterion.quantity
            ? show_mean(kpi::Figure{std::abs(excess), std::nullopt, 0}, unit == "%" ? "pp" : unit)
            : fmt::format("{:.6g}", std::abs(excess));
    return excess > 0 ? Cell("missed by " + size, Tone::bad) : Cell("kept by " + size);
}

/// The rows of a tuning's figures, a title above those of each criterion.
class Rows {
public:
    Rows(const Tuning& tuning, const TuningLabel& label) : tuning_(tuning), label_(label) {}

    void add_objective(std::size_t index) {
        const experiment::Objective& objective = tuning_.problem.objectives[index];
        const Criterion& criterion = objective.criterion;
        table_.add_title(fmt::format("{} {}", aim(objective), criterion.id()));
        const auto add = [&](const std::string& name, const std::optional<kpi::Figure>& figure) {
            table_.add({"  " + name, mean_text(figure, criterion, label_),
                        interval_text(figure, criterion, label_), "", ""});
        };
        add("present", tuning_.present.tried.objectives[index]);
        if (tuning_.choice() != 0) {
            add(chosen(), tuning_.chosen.tried.objectives[index]);
            add_gain(index);
        }
        add(in_search(), tuning_.settings[tuning_.choice()].objectives[index]);
    }

    void add_constraint(std::size_t index) {
        const Constraint& constraint = tuning_.problem.constraints[index];
        const Criterion& criterion = constraint.criterion;
        table_.add_title("subject to " + constraint.text);
        const auto add = [&](const std::string& name, const ConstraintStanding& standing) {
            table_.add({"  " + name, mean_text(standing.figure, criterion, label_),
                        interval_text(standing.figure, criterion, label_),
                        margin(standing, constraint, label_),
                        criterion.quantity ? probability_text(standing.confidence) : ""});
        };
        add("present", tuning_.present.tried.constraints[index]);
        if (tuning_.choice() != 0) {
            add(chosen(), tuning_.chosen.tried.constraints[index]);
        }
        add(in_search(), tuning_.settings[tuning_.choice()].constraints[index]);
    }

    std::string to_string(const Terminal& terminal) const { return table_.to_string(terminal); }

private:
    const char* chosen() const { return tuning_.winner ? "tuned" : "nearest"; }
    std::string in_search() const {
        return fmt::format("{}, in the search", tuning_.choice() == 0 ? "present" : chosen());
    }

    void add_gain(std::size_t index) {
        const Criterion& criterion = tuning_.problem.objectives[index].criterion;
        const std::string name = fmt::format("  {} - present", chosen());
        if (!criterion.quantity) {
            table_.add(
                {name,
                 fmt::format("{:+.6g}", tuning_.chosen.tried.cost - tuning_.present.tried.cost), "",
                 "", ""});
        } else if (const auto& gain = tuning_.gains[index]) {
            const ShownDifference shown = show_difference(gain->figure, label_.unit(criterion));
            table_.add({name, shown.value, shown.interval, "", ""});
        }
    }

    const Tuning& tuning_;
    const TuningLabel& label_;
    Table table_{
        {{"", Align::left}, {"mean"}, {"95 %", Align::left}, {"", Align::left}, {"holds with"}}};
};

}  // namespace

std::string tuning_estimates(const Tuning& tuning, const TuningLabel& label,
                             const Terminal& terminal) {
    Rows rows(tuning, label);
    for (std::size_t i = 0; i < tuning.problem.objectives.size(); ++i) {
        rows.add_objective(i);
    }
    for (std::size_t i = 0; i < tuning.problem.constraints.size(); ++i) {
        rows.add_constraint(i);
    }
    const std::string title = fmt::format("{} fresh replications, which the search did not use",
                                          count(tuning.problem.fresh_replications));
    return "\n" + wrapped(painted(title, Tone::strong, terminal.colours), terminal.width, 0) +
           (label.is_split() ? wrapped(period_line(label.reported), terminal.width, 2) : "") +
           rows.to_string(terminal);
}

}  // namespace greenlane::report
