#include "greenlane/report/tuning_tables.h"

#include "report/number.h"
#include "report/table.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using experiment::ConstraintStanding;
using experiment::Criterion;
using experiment::TriedSetting;
using experiment::Tuning;
using experiment::TuningLabel;

constexpr std::size_t most_rows = 20;  ///< of the front; JSON holds them all

std::string count(std::uint64_t number) {
    return with_separators(static_cast<std::int64_t>(number));
}

std::string_view unit_of(const Criterion& criterion, const TuningLabel& label) {
    if (!criterion.quantity) {
        return "";
    }
    const kpi::Unit unit = criterion.quantity->info().unit;
    return unit == kpi::Unit::currency ? std::string_view(label.currency) : kpi::name(unit);
}

std::string value_text(const TriedSetting& tried, const Tuning& tuning, std::size_t factor) {
    if (!tried.setting.texts.empty()) {
        return tried.setting.texts[factor];
    }
    const experiment::Factor& varied = tuning.problem.factors[factor];
    const double value = tried.setting.values[factor];
    return varied.scale == experiment::Scale::duration ? varied.text(std::llround(value))
                                                       : fmt::format("{:.10g}", value);
}

std::string name_of(const TriedSetting& tried, const Tuning& tuning) {
    std::string name;
    for (std::size_t i = 0; i < tuning.problem.factors.size(); ++i) {
        name += fmt::format("{}{}={}", name.empty() ? "" : ", ", tuning.problem.factors[i].key,
                            value_text(tried, tuning, i));
    }
    return name;
}

std::string shown_cost(double cost) {
    return fmt::format("{:.6g}", cost);
}

/// A figure of a criterion with its interval.
std::string shown(const std::optional<kpi::Figure>& figure, const Criterion& criterion,
                  const TuningLabel& label) {
    if (!figure) {
        return "n/a";
    }
    if (!criterion.quantity) {
        return shown_cost(figure->mean);
    }
    const ShownFigure parts = show(*figure, unit_of(criterion, label));
    const std::string mean = show_mean(figure, unit_of(criterion, label));
    return parts.low.empty() ? mean : fmt::format("{} [{}, {}]", mean, parts.low, parts.high);
}

std::string shown_confidence(const std::optional<double>& confidence) {
    return !confidence           ? "n/a"
           : *confidence > 0.999 ? "> 99.9 %"
           : *confidence < 0.001 ? "< 0.1 %"
                                 : fmt::format("{:.1f} %", 100 * *confidence);
}

std::string heading(const Tuning& tuning, const TuningLabel& label, const Terminal& terminal) {
    const experiment::TuningProblem& problem = tuning.problem;
    std::string goals;
    for (const experiment::Objective& objective : problem.objectives) {
        goals += fmt::format("{}{} {}", goals.empty() ? "" : ", ",
                             objective.better == kpi::Better::lower ? "minimise" : "maximise",
                             objective.criterion.id());
    }
    std::string limits;
    for (const experiment::Constraint& constraint : problem.constraints) {
        limits += (limits.empty() ? "; subject to " : ", ") + constraint.text;
    }
    const std::string text =
        fmt::format("{}{}{}", goals, limits, limits.empty() ? "" : " with 95 % confidence each");
    const std::string work = fmt::format(
        "{} of {} settings tried with {} replications, all on the same draws{}",
        count(tuning.settings.size()), with_separators(tuning.grid, 0), count(tuning.spent),
        label.searched.empty() ? "" : ", on the declarations of " + label.searched);
    return wrapped(painted(fmt::format("{}, profile {}", label.scenario, label.profile),
                           Tone::strong, terminal.colours),
                   terminal.width, 0) +
           wrapped(text, terminal.width, 0) + wrapped(work, terminal.width, 0);
}

/// Members of the front that are shown: all, or as many evenly along it with the winner.
std::vector<std::size_t> shown_members(const Tuning& tuning) {
    const std::size_t size = tuning.front.size();
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < size; ++i) {
        const bool is_even = size <= most_rows || i + 1 == size ||
                             i * (most_rows - 1) / (size - 1) !=
                                 (i == 0 ? most_rows : (i - 1) * (most_rows - 1) / (size - 1));
        if (is_even || tuning.front[i] == tuning.winner) {
            members.push_back(tuning.front[i]);
        }
    }
    return members;
}

std::string front_table(const Tuning& tuning, const TuningLabel& label, const Terminal& terminal) {
    const experiment::TuningProblem& problem = tuning.problem;
    std::vector<Column> columns{{"", Align::left}};
    for (const std::string& key : short_keys(problem.factors)) {
        columns.push_back({key});
    }
    for (const experiment::Objective& objective : problem.objectives) {
        columns.push_back({objective.criterion.id(), Align::left});
    }
    columns.push_back({"runs", Align::right, true});
    Table table(std::move(columns));
    for (const std::size_t member : shown_members(tuning)) {
        const TriedSetting& tried = tuning.settings[member];
        const bool is_knee = member == tuning.knee;
        std::vector<Cell> row{{is_knee                   ? "knee"
                               : member == tuning.winner ? "best"
                               : member == 0             ? "present"
                                                         : "",
                               Tone::good}};
        for (std::size_t i = 0; i < problem.factors.size(); ++i) {
            row.emplace_back(value_text(tried, tuning, i));
        }
        for (std::size_t i = 0; i < problem.objectives.size(); ++i) {
            row.emplace_back(shown(tried.objectives[i], problem.objectives[i].criterion, label));
        }
        row.emplace_back(count(tried.replications));
        table.add(std::move(row));
    }
    const std::string title =
        tuning.front.size() == 1
            ? "Feasible and not dominated: one setting"
            : fmt::format("The front: {} settings that no other feasible one dominates{}",
                          tuning.front.size(),
                          tuning.front.size() > most_rows ? ", some of them" : "");
    return "\n" + wrapped(painted(title, Tone::strong, terminal.colours), terminal.width, 0) +
           table.to_string(terminal);
}

std::string choice_text(const Tuning& tuning, const Terminal& terminal) {
    const TriedSetting& tried = tuning.settings[tuning.choice()];
    const std::string name =
        tuning.choice() == 0 ? "the files as they stand" : name_of(tried, tuning);
    if (!tuning.winner) {
        return "\n" + wrapped(painted("No feasible setting: no constraint set is met with 95 % "
                                      "confidence. Nearest: " +
                                          name,
                                      Tone::warning, terminal.colours),
                              terminal.width, 0);
    }
    const char* const which = tuning.knee ? "The knee: " : "The best: ";
    const std::string sure = fmt::format(
        "No other setting tried is feasible and at least as good in every objective: probability "
        "at least {}.",
        shown_confidence(tuning.correct));
    return "\n" +
           wrapped(painted(which + name, Tone::strong, terminal.colours), terminal.width, 0) +
           wrapped(sure, terminal.width, 0);
}

std::string fresh_table(const Tuning& tuning, const TuningLabel& label, const Terminal& terminal) {
    const experiment::TuningProblem& problem = tuning.problem;
    const TriedSetting& search = tuning.settings[tuning.choice()];
    const TriedSetting& fresh = tuning.chosen.tried;
    const TriedSetting& present = tuning.present.tried;
    Table table({{"", Align::left},
                 {"present", Align::left},
                 {"tuned", Align::left},
                 {"tuned - present", Align::left},
                 {"the search saw", Align::left, true}});
    for (std::size_t i = 0; i < problem.objectives.size(); ++i) {
        const Criterion& criterion = problem.objectives[i].criterion;
        std::string gain = "n/a";
        if (tuning.gains[i] && criterion.quantity) {
            const ShownDifference difference =
                show_difference(tuning.gains[i]->figure, unit_of(criterion, label));
            gain = fmt::format("{} [{}]", difference.value, difference.interval);
        } else if (!criterion.quantity) {
            gain = fmt::format("{:+.6g}", fresh.cost - present.cost);
        }
        table.add({criterion.id(), shown(present.objectives[i], criterion, label),
                   shown(fresh.objectives[i], criterion, label), gain,
                   shown(search.objectives[i], criterion, label)});
    }
    for (std::size_t i = 0; i < problem.constraints.size(); ++i) {
        const Criterion& criterion = problem.constraints[i].criterion;
        const auto standing = [&](const ConstraintStanding& at) {
            return fmt::format("{}, holds: {}", shown(at.figure, criterion, label),
                               shown_confidence(at.confidence));
        };
        table.add({problem.constraints[i].text, standing(present.constraints[i]),
                   standing(fresh.constraints[i]), "", standing(search.constraints[i])});
    }
    const std::string title = fmt::format(
        "{} replications that the search did not use{}", count(problem.fresh_replications),
        label.reported.empty() ? "" : ", on the declarations of " + label.reported);
    return "\n" + wrapped(painted(title, Tone::strong, terminal.colours), terminal.width, 0) +
           table.to_string(terminal);
}

}  // namespace

std::string tuning_tables(const Tuning& tuning, const TuningLabel& label,
                          const Terminal& terminal) {
    return heading(tuning, label, terminal) +
           (tuning.front.empty() ? "" : front_table(tuning, label, terminal)) +
           choice_text(tuning, terminal) + fresh_table(tuning, label, terminal) +
           (label.repeat_by.empty() ? "" : "\nRepeats these figures: " + label.repeat_by + "\n");
}

}  // namespace greenlane::report
