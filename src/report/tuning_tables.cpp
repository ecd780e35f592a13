#include "greenlane/report/tuning_tables.h"

#include "greenlane/experiment/sweep.h"
#include "greenlane/report/certainty.h"

#include "report/number.h"
#include "report/period_lines.h"
#include "report/text.h"
#include "report/tuning_estimates.h"
#include "report/tuning_front.h"
#include "report/tuning_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using experiment::SearchEnd;
using experiment::TriedSetting;
using experiment::Tuning;
using experiment::TuningLabel;

constexpr const char* nothing_to_change =
    "The present setting serves better: nothing to change. By the fresh replications it keeps "
    "every constraint, is worse in no objective and, with 95 % confidence, better in one.";
constexpr const char* unconfirmed =
    "Not confirmed: the fresh replications alone do not show with 95 % confidence each that the "
    "constraints hold. More of them (--replications) tell.";

std::string goals_text(const Tuning& tuning) {
    std::string text;
    for (const experiment::Objective& objective : tuning.problem.objectives) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", aim(objective),
                            objective.criterion.id());
    }
    std::string limits;
    for (const experiment::Constraint& constraint : tuning.problem.constraints) {
        limits += (limits.empty() ? "; subject to " : ", ") + constraint.text;
    }
    return text + limits + (limits.empty() ? "" : " with 95 % confidence each");
}

/// What was searched, and how far.
std::string search_text(const Tuning& tuning, const TuningLabel& label) {
    const std::size_t on_grid = tuning.tried_on_grid();
    std::string text =
        tuning.all_tried
            ? fmt::format("all {} settings", with_separators(tuning.grid, 0))
            : fmt::format("{} of {} settings", count(on_grid), with_separators(tuning.grid, 0));
    if (!tuning.present_on_grid) {
        text += " and the present setting, which is none of these,";
    }
    text += fmt::format(" tried with {} replications{}, all on the same draws, seed {}{}",
                        count(tuning.spent),
                        tuning.end == SearchEnd::screened_once ? " of each" : "", label.seed,
                        tuning.end == SearchEnd::decided
                            ? fmt::format("; of {} allowed, as more would hardly change the choice",
                                          count(tuning.problem.budget))
                            : "");
    const std::size_t impossible = tuning.settings.size() - tuning.possible();
    if (impossible > 0) {
        text += fmt::format("; scenario and profile do not allow {} of them{}", count(impossible),
                            label.refusal.empty() ? "" : ", one because " + label.refusal);
    }
    return text;
}

/// Which settings are no candidates as they overload a station; empty where none does.
std::string overload_text(const Tuning& tuning, const TuningLabel& label) {
    const std::size_t overloaded = tuning.overloaded();
    if (overloaded == 0) {
        return "";
    }
    std::string stations;
    for (std::size_t station = 0; station < label.stations.size(); ++station) {
        const bool is_overloaded = std::any_of(
            tuning.settings.begin(), tuning.settings.end(), [&](const TriedSetting& tried) {
                return std::any_of(
                    tried.overloads.begin(), tried.overloads.end(),
                    [&](const experiment::Overload& each) { return each.station == station; });
            });
        if (is_overloaded) {
            stations += (stations.empty() ? "" : " or ") + label.stations[station];
        }
    }
    const bool is_present = !tuning.settings.front().overloads.empty();
    const std::string who =
        overloaded == tuning.settings.size() ? fmt::format("all {} settings", count(overloaded))
        : overloaded > 1                     ? fmt::format("{} settings{}", count(overloaded),
                                       is_present ? ", the present one among them," : "")
        : is_present                         ? "the present setting"
                                             : "1 setting";
    return fmt::format("{} overload{} {} and {}: waits there grow for as long as a run lasts", who,
                       overloaded > 1 ? "" : "s", stations,
                       overloaded > 1 ? "are no candidates" : "is no candidate");
}

std::string heading(const Tuning& tuning, const TuningLabel& label, const Terminal& terminal) {
    std::string varied;
    for (const experiment::Factor& factor : tuning.problem.factors) {
        varied += (varied.empty() ? "varied " : ", ") + factor.given;
    }
    std::string text = wrapped(painted(fmt::format("{} under {}", label.scenario, label.profile),
                                       Tone::strong, terminal.colours),
                               terminal.width, 0);
    for (const std::string& line : {goals_text(tuning), varied, search_text(tuning, label),
                                    overload_text(tuning, label), period_line(label.searched)}) {
        text += line.empty() ? "" : wrapped(line, terminal.width, 2);
    }
    if (label.warmup) {
        text += wrapped(warmup_line(*label.warmup), terminal.width, 2);
    }
    if (tuning.end == SearchEnd::screened_once) {
        text += wrapped(fmt::format("The search: {} The fresh replications below are runs.",
                                    experiment::screened_once_note),
                        terminal.width, 2);
    }
    return text;
}

/// Whether every setting of the grid that was tried, and can be, overloads a station.
bool all_overload(const Tuning& tuning) {
    const auto first = tuning.settings.begin() + (tuning.present_on_grid ? 0 : 1);
    return std::all_of(first, tuning.settings.end(), [](const TriedSetting& tried) {
        return !tried.possible || !tried.overloads.empty();
    });
}

/// What the chosen setting is.
std::string choice_title(const Tuning& tuning) {
    const std::string name = tuning.choice() == 0
                                 ? "the present setting"
                                 : name_of(tuning.settings[tuning.choice()], tuning);
    if (!tuning.winner) {
        const char* const why = all_overload(tuning)
                                    ? "all overload a station"
                                    : "none meets all constraints with 95 % confidence";
        return fmt::format("No feasible setting: {}. Nearest: {}", why, name);
    }
    if (tuning.knee) {
        return "The knee: " + name;
    }
    if (tuning.front.size() > 1) {
        return fmt::format("The best in {}, as the front has no knee: {}",
                           tuning.problem.objectives.front().criterion.id(), name);
    }
    return (tuning.present_on_grid ? "The best" : "The best of the grid") +
           (" by the search's means: " + name);
}

std::string equals_text(const Tuning& tuning) {
    return tuning.equals == 0
               ? ""
               : fmt::format(
                     " {} equal to it in every objective and replication; "
                     "of these it changes the present setting least.",
                     tuning.equals == 1 ? "1 other setting is"
                                        : count(tuning.equals) + " other settings are");
}

std::string choice_text(const Tuning& tuning, const Terminal& terminal) {
    return "\n" +
           wrapped(painted(choice_title(tuning), tuning.winner ? Tone::strong : Tone::warning,
                           terminal.colours),
                   terminal.width, 0) +
           (tuning.winner ? wrapped(certainty_text(tuning) + equals_text(tuning), terminal.width, 0)
                          : "");
}

}  // namespace

std::string tuning_tables(const Tuning& tuning, const TuningLabel& label,
                          const Terminal& terminal) {
    const bool is_doubtful = tuning.winner && !tuning.confirmed;
    return heading(tuning, label, terminal) +
           (tuning.front.empty() ? "" : tuning_front(tuning, label, terminal)) +
           choice_text(tuning, terminal) + tuning_estimates(tuning, label, terminal) +
           (tuning.present_serves_better
                ? wrapped(painted(nothing_to_change, Tone::warning, terminal.colours),
                          terminal.width, 2)
                : "") +
           (is_doubtful
                ? wrapped(painted(unconfirmed, Tone::warning, terminal.colours), terminal.width, 2)
                : "") +
           (label.repeat_by.empty() ? "" : "\nRepeats these figures: " + label.repeat_by + "\n");
}

}  // namespace greenlane::report
