#include "report/tuning_front.h"

#include "report/table.h"
#include "report/text.h"
#include "report/tuning_text.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using experiment::TriedSetting;
using experiment::Tuning;
using experiment::TuningLabel;

constexpr std::size_t most_rows = 20;  ///< of the front; JSON holds them all
constexpr std::size_t present = 0;     ///< the setting of the files as they stand

/// Members of the front that are shown: all, or as many evenly along it, with the winner and the
/// present setting.
std::vector<std::size_t> shown_members(const Tuning& tuning) {
    const std::size_t size = tuning.front.size();
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < size; ++i) {
        const bool is_even = size <= most_rows || i + 1 == size ||
                             i * (most_rows - 1) / (size - 1) !=
                                 (i == 0 ? most_rows : (i - 1) * (most_rows - 1) / (size - 1));
        const std::size_t member = tuning.front[i];
        if (is_even || member == tuning.winner || member == present) {
            members.push_back(member);
        }
    }
    return members;
}

std::string mark_of(std::size_t setting, const Tuning& tuning) {
    std::string mark = setting == tuning.knee ? "knee" : setting == tuning.winner ? "best" : "";
    if (setting == present) {
        mark += mark.empty() ? "present" : ", present";
    }
    return mark;
}

/// Why the present setting is not on the front.
const char* standing_of_present(const Tuning& tuning) {
    const TriedSetting& tried = tuning.settings[present];
    return !tried.overloads.empty() ? "overload a station"
           : !tried.is_feasible()   ? "are not shown to be feasible"
           : tuning.present_on_grid ? "are dominated by a setting of the front"
                                    : "are not on the grid";
}

std::vector<Column> columns_of(const Tuning& tuning) {
    std::vector<Column> columns{{"", Align::left}};
    for (const std::string& key : experiment::short_keys(tuning.problem.factors)) {
        columns.push_back({key, Align::right, true});
    }
    for (const experiment::Objective& objective : tuning.problem.objectives) {
        columns.push_back({objective.criterion.id()});
        columns.push_back({objective.criterion.quantity ? "95 %" : "", Align::left, true});
    }
    columns.push_back({"runs", Align::right, true});
    return columns;
}

std::vector<Cell> row_of(std::size_t setting, const Tuning& tuning, const TuningLabel& label) {
    const experiment::TuningProblem& problem = tuning.problem;
    const TriedSetting& tried = tuning.settings[setting];
    std::vector<Cell> row{
        {mark_of(setting, tuning), setting == tuning.winner ? Tone::good : Tone::plain}};
    for (std::size_t i = 0; i < problem.factors.size(); ++i) {
        row.emplace_back(problem.value_text(tried.setting, i));
    }
    for (std::size_t i = 0; i < problem.objectives.size(); ++i) {
        const experiment::Criterion& criterion = problem.objectives[i].criterion;
        row.emplace_back(mean_text(tried.objectives[i], criterion, label));
        row.emplace_back(interval_text(tried.objectives[i], criterion, label), Tone::faint);
    }
    row.emplace_back(count(tried.replications), Tone::faint);
    return row;
}

std::string title_of(const Tuning& tuning) {
    const std::size_t size = tuning.front.size();
    if (tuning.problem.objectives.size() == 1) {
        return "The best feasible setting, as the search saw it";
    }
    if (size == 1) {
        return "The front, as the search saw it: one setting that dominates all other feasible "
               "ones";
    }
    return fmt::format(
        "The front, as the search saw it: {} settings that no other feasible one "
        "dominates{}",
        size, size > most_rows ? ", some of them" : "");
}

}  // namespace

std::string tuning_front(const Tuning& tuning, const TuningLabel& label, const Terminal& terminal) {
    Table table(columns_of(tuning));
    for (const std::size_t member : shown_members(tuning)) {
        table.add(row_of(member, tuning, label));
    }
    std::string beside;
    if (std::find(tuning.front.begin(), tuning.front.end(), present) == tuning.front.end()) {
        table.add(row_of(present, tuning, label));
        beside =
            fmt::format("present: the files as they stand{}, which {}",
                        label.overrides.empty()
                            ? ""
                            : fmt::format(" with --set {}", fmt::join(label.overrides, " --set ")),
                        standing_of_present(tuning));
    }
    return "\n" +
           wrapped(painted(title_of(tuning), Tone::strong, terminal.colours), terminal.width, 0) +
           table.to_string(terminal) + (beside.empty() ? "" : wrapped(beside, terminal.width, 2));
}

}  // namespace greenlane::report
