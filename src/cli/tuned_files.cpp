#include "cli/tuned_files.h"

#include "greenlane/core/calendar.h"
#include "greenlane/io/document_edit.h"
#include "greenlane/io/overrides.h"
#include "greenlane/report/certainty.h"

#include "cli/shell_word.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

namespace fs = std::filesystem;

using experiment::Tuning;
using experiment::TuningLabel;

constexpr const char* profile_file = "profile.toml";
constexpr const char* scenario_file = "scenario.toml";

/// Whether a key of the profile, or else one of the scenario, was tuned.
bool tunes(const Tuning& tuning, bool profile) {
    const auto& factors = tuning.problem.factors;
    return std::any_of(factors.begin(), factors.end(), [&](const experiment::Factor& factor) {
        return io::concerns_profile(factor.key) == profile;
    });
}

bool writes_files(const Tuning& tuning) {
    return tuning.winner.value_or(0) != 0 && !tuning.present_serves_better;
}

std::string figure_text(const std::optional<kpi::Figure>& figure, std::string_view unit) {
    if (!figure) {
        return "n/a";
    }
    std::string text = fmt::format("{:.6g}", figure->mean);
    text += unit.empty() ? "" : fmt::format(" {}", unit);
    return figure->interval ? fmt::format("{} [{:.6g}, {:.6g}]", text, figure->interval->low,
                                          figure->interval->high)
                            : text;
}

std::string period_text(const experiment::MeasuredPeriod& period) {
    return fmt::format("{} to {}, after a warm-up of {}", format_instant(period.window.begin),
                       format_instant(period.window.end), format_duration(period.warmup));
}

std::string search_text(const Tuning& tuning, const TuningLabel& label) {
    const std::size_t on_grid = tuning.tried_on_grid();
    std::string text = fmt::format(
        "# Search: {} of {:.0f} settings, {} replications on common draws, measured from "
        "{}.\n",
        on_grid, tuning.grid, tuning.spent, period_text(label.searched));
    text += tuning.knee
                ? fmt::format("# This is the knee of a front of {} settings.", tuning.front.size())
            : tuning.front.size() > 1
                ? fmt::format("# This is the best in {} of a front of {} settings without a knee.",
                              tuning.problem.objectives.front().criterion.id(), tuning.front.size())
                : "# This is the best by the search's means.";
    return text + ' ' + report::certainty_text(tuning) + '\n';
}

std::string header(const Tuning& tuning, const TuningLabel& label) {
    const experiment::TuningProblem& problem = tuning.problem;
    const experiment::TriedSetting& fresh = tuning.chosen.tried;
    const experiment::TriedSetting& present = tuning.present.tried;
    std::string text = fmt::format("# Written by greenlane tune from {}, profile {}, seed {}.\n",
                                   label.scenario, label.profile, label.seed);
    for (std::size_t i = 0; i < problem.factors.size(); ++i) {
        text += fmt::format("# {} = {} (was {}; searched {})\n", problem.factors[i].key,
                            problem.value_text(fresh.setting, i),
                            problem.value_text(present.setting, i), problem.factors[i].given);
    }
    if (!label.overrides.empty()) {
        text += "# Tuned under";
        for (const std::string& override_ : label.overrides) {
            text += " --set " + shell_word(override_);
        }
        text += ", which this file does not hold.\n";
    }
    text += search_text(tuning, label);
    text += fmt::format("# Below: mean [95 % simulation interval] of {} fresh replications{}.\n",
                        problem.fresh_replications,
                        label.is_split() ? ", measured from " + period_text(label.reported) : "");
    for (std::size_t i = 0; i < problem.objectives.size(); ++i) {
        const experiment::Objective& objective = problem.objectives[i];
        const std::string_view unit = label.unit(objective.criterion);
        text += fmt::format("# {} {}: {}, before {}\n",
                            objective.better == kpi::Better::lower ? "minimise" : "maximise",
                            objective.criterion.id(), figure_text(fresh.objectives[i], unit),
                            figure_text(present.objectives[i], unit));
    }
    for (std::size_t i = 0; i < problem.constraints.size(); ++i) {
        const std::string_view unit = label.unit(problem.constraints[i].criterion);
        text +=
            fmt::format("# subject to {}: {}, holds with probability {}; before {}\n",
                        problem.constraints[i].text, figure_text(fresh.constraints[i].figure, unit),
                        report::probability_text(fresh.constraints[i].confidence),
                        figure_text(present.constraints[i].figure, unit));
    }
    if (!tuning.confirmed) {
        text +=
            "# Not confirmed: fresh replications alone do not show with 95 % confidence each that "
            "the constraints hold.\n";
    }
    return text + "# Repeated by: " + label.repeat_by + "\n\n";
}

/// The file of a role, with the winner's values of its keys.
std::string tuned_text(const InputText& input, const Tuning& tuning) {
    std::string text = input.text;
    for (std::size_t i = 0; i < tuning.problem.factors.size(); ++i) {
        const std::string& key = tuning.problem.factors[i].key;
        if (io::concerns_profile(key) == (input.role == "profile")) {
            text = io::with_number(std::move(text), key, tuning.chosen.tried.setting.texts[i]);
        }
    }
    return text;
}

fs::path folder_of(const std::string& file) {
    return fs::absolute(file).lexically_normal().parent_path();
}

}  // namespace

std::vector<TunedFile> tuned_files(const Inputs& inputs, const Tuning& tuning,
                                   const TuningLabel& label, const fs::path& folder) {
    std::vector<TunedFile> files;
    if (!writes_files(tuning)) {
        return files;
    }
    const fs::path to = fs::absolute(folder).lexically_normal();
    std::string profile;  // what the scenario names, from the new folder
    for (const InputText& input : inputs.texts) {
        if (input.role == "profile") {
            profile = tunes(tuning, true)
                          ? profile_file
                          : fs::absolute(input.path).lexically_normal().lexically_proximate(to);
        }
    }
    for (const InputText& input : inputs.texts) {
        const bool is_profile = input.role == "profile";
        if ((is_profile || input.role == "scenario") && tunes(tuning, is_profile)) {
            std::string text = tuned_text(input, tuning);
            text = is_profile
                       ? io::moved_profile(std::move(text), folder_of(input.path), to)
                       : io::moved_scenario(std::move(text), folder_of(input.path), to, profile);
            files.push_back(
                {is_profile ? profile_file : scenario_file, header(tuning, label) + text});
        }
    }
    return files;
}

std::string repeat_command(const InputRequest& request, const Tuning& tuning,
                           const std::string& folder, std::optional<Duration> warmup) {
    const bool by_files = !folder.empty() && writes_files(tuning);
    const bool scenario = by_files && tunes(tuning, false);
    const bool profile = by_files && tunes(tuning, true);
    std::string command =
        "greenlane run " + shell_word(scenario ? folder + '/' + scenario_file : request.scenario);
    const auto add = [&](const char* name, const std::string& value) {
        command += fmt::format(" --{} {}", name, shell_word(value));
    };
    if (profile && !scenario) {
        add("profile", folder + '/' + profile_file);
    } else if (!scenario && !request.profile.empty()) {
        add("profile", request.profile);
    }
    for (const std::string& override_ : request.overrides) {
        if (!warmup || !override_.starts_with("scenario.warmup=")) {
            add("set", override_);
        }
    }
    const experiment::TuningSetting& setting = tuning.chosen.tried.setting;
    for (std::size_t i = 0; !by_files && i < setting.texts.size(); ++i) {
        add("set", tuning.problem.factors[i].key + '=' + setting.texts[i]);
    }
    if (warmup) {
        add("set", fmt::format("scenario.warmup={}",
                               *warmup % day == 0    ? fmt::format("{}d", *warmup / day)
                               : *warmup % hour == 0 ? fmt::format("{}h", *warmup / hour)
                                                     : fmt::format("{}ms", *warmup)));
    }
    if (request.seed) {
        add("seed", fmt::format("{}", *request.seed));
    }
    add("replications", fmt::format("{}", tuning.problem.fresh_replications));
    if (request.declarations) {
        for (const std::string& file : request.declarations->files) {
            add("declarations", file);
        }
        for (const auto& [name, value] : {std::pair{"mapping", request.declarations->mapping},
                                          std::pair{"truth", request.declarations->truth}}) {
            if (!value.empty()) {
                add(name, value);
            }
        }
    }
    return command;
}

}  // namespace greenlane::cli
