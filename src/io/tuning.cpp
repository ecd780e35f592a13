#include "greenlane/io/tuning.h"

#include "io/csv_text.h"
#include "io/figure_json.h"
#include "io/period_json.h"

#include <algorithm>
#include <cmath>

namespace greenlane::io {

namespace {

using experiment::Criterion;
using experiment::TriedSetting;
using experiment::Tuning;
using experiment::TuningLabel;
using experiment::TuningProblem;

Json problem_of(const TuningProblem& problem, const TuningLabel& label) {
    Json vary = Json::array();
    for (std::size_t i = 0; i < problem.factors.size(); ++i) {
        vary.push_back({{"key", problem.factors[i].key},
                        {"given", problem.factors[i].given},
                        {"unit_cost", problem.unit_costs[i]}});
    }
    Json objectives = Json::array();
    for (const experiment::Objective& objective : problem.objectives) {
        objectives.push_back({{"id", objective.criterion.id()},
                              {"unit", label.unit(objective.criterion)},
                              {"better", kpi::name(objective.better)}});
    }
    Json constraints = Json::array();
    for (const experiment::Constraint& constraint : problem.constraints) {
        constraints.push_back({{"text", constraint.text},
                               {"id", constraint.criterion.id()},
                               {"unit", label.unit(constraint.criterion)},
                               {"relation", constraint.at_least ? ">=" : "<="},
                               {"limit", constraint.limit}});
    }
    return {{"vary", vary},
            {"objectives", objectives},
            {"constraints", constraints},
            {"confidence", experiment::feasible_confidence},
            {"budget", problem.budget}};
}

/// Numbers as numbers, durations as texts.
Json values_of(const TriedSetting& tried, const TuningProblem& problem) {
    Json values = Json::object();
    for (std::size_t i = 0; i < problem.factors.size(); ++i) {
        const bool is_number = problem.factors[i].scale == experiment::Scale::number;
        values[problem.factors[i].key] =
            is_number ? Json(tried.setting.values[i]) : Json(problem.value_text(tried.setting, i));
    }
    return values;
}

Json json_of(const std::vector<experiment::Overload>& overloads, const TuningLabel& label) {
    Json rows = Json::array();
    for (const auto& [station, utilisation] : overloads) {
        rows.push_back({{"station", label.stations[station]}, {"utilisation", utilisation}});
    }
    return rows;
}

Json json_of(const TriedSetting& tried, const TuningProblem& problem, const TuningLabel& label) {
    Json objectives = Json::array();
    for (const auto& figure : tried.objectives) {
        objectives.push_back(io::json_of(figure));
    }
    Json constraints = Json::array();
    for (const experiment::ConstraintStanding& standing : tried.constraints) {
        Json row = standing.figure
                       ? io::json_of(standing.figure)
                       : Json{{"mean", Json()}, {"ci_low", Json()}, {"ci_high", Json()}};
        row["confidence"] = io::json_of(standing.confidence);
        constraints.push_back(row);
    }
    return {{"values", values_of(tried, problem)},
            {"cost", tried.cost},
            {"replications", tried.replications},
            {"possible", tried.possible},
            {"overloads", json_of(tried.overloads, label)},
            {"feasible", tried.is_feasible()},
            {"objectives", objectives},
            {"constraints", constraints}};
}

Json rows_of(const Tuning& tuning, const TuningLabel& label) {
    Json rows = Json::array();
    for (const std::size_t member : tuning.front) {
        Json& row = rows.emplace_back(json_of(tuning.settings[member], tuning.problem, label));
        row["setting"] = member;
    }
    return rows;
}

const char* name_of(experiment::SearchEnd end) {
    switch (end) {
        case experiment::SearchEnd::budget_spent:
            return "budget spent";
        case experiment::SearchEnd::decided:
            return "decided";
        case experiment::SearchEnd::screened_once:
            return "screened once";
    }
    return "";
}

Json index_of(const std::optional<std::size_t>& setting) {
    return setting ? Json(*setting) : Json();
}

Json gains_of(const Tuning& tuning) {
    Json gains = Json::array();
    for (const auto& gain : tuning.gains) {
        gains.push_back(gain ? io::json_of(std::optional(gain->figure)) : Json());
    }
    return gains;
}

std::string cell(const std::optional<double>& value) {
    return value ? csv_number(*value) : "";
}

/// As `--set` takes them.
std::vector<std::string> overrides_of(const experiment::TuningSetting& setting,
                                      const TuningProblem& problem) {
    std::vector<std::string> overrides;
    for (std::size_t i = 0; i < setting.texts.size(); ++i) {
        overrides.push_back(problem.factors[i].key + '=' + setting.texts[i]);
    }
    return overrides;
}

/// Of a KPI; the cost has a column already.
std::string figure_headings(const Criterion& criterion) {
    const std::string id = csv_text(criterion.id());
    return criterion.quantity ? ',' + id + ',' + id + ".ci_low," + id + ".ci_high" : "";
}

/// Whether the constraint is about a KPI that no objective and no constraint before it is about:
/// every column has a name of its own.
bool is_new(const TuningProblem& problem, std::size_t constraint) {
    const Criterion& criterion = problem.constraints[constraint].criterion;
    const auto is_same = [&](const auto& other) { return other.criterion == criterion; };
    const auto before = problem.constraints.begin() + static_cast<std::ptrdiff_t>(constraint);
    return criterion.quantity &&
           std::none_of(problem.objectives.begin(), problem.objectives.end(), is_same) &&
           std::none_of(problem.constraints.begin(), before, is_same);
}

/// Stations with their utilisation.
std::string overload_text(const std::vector<experiment::Overload>& overloads,
                          const TuningLabel& label) {
    std::string text;
    for (const auto& [station, utilisation] : overloads) {
        text += (text.empty() ? "" : " ") + label.stations[station] + ' ' +
                csv_number(std::round(utilisation * 100) / 100);
    }
    return text;
}

std::string figure_cells(const std::optional<kpi::Figure>& figure) {
    const auto interval = figure ? figure->interval : std::nullopt;
    return ',' + cell(figure ? std::optional(figure->mean) : std::nullopt) + ',' +
           cell(interval ? std::optional(interval->low) : std::nullopt) + ',' +
           cell(interval ? std::optional(interval->high) : std::nullopt);
}

}  // namespace

std::string to_tuning_json(const Tuning& tuning, const TuningLabel& label) {
    const TuningProblem& problem = tuning.problem;
    Json json{{"format", "greenlane-tuning"}, {"version", 1},
              {"scenario", label.scenario},   {"profile", label.profile},
              {"seed", label.seed},           {"warmup", warmup_json(label.warmup)}};
    json.update(problem_of(problem, label));
    json["search"] = {{"settings", tuning.grid},
                      {"tried", tuning.settings.size()},
                      {"possible", tuning.possible()},
                      {"overloaded", tuning.overloaded()},
                      {"all_tried", tuning.all_tried},
                      {"replications", tuning.spent},
                      {"end", name_of(tuning.end)},
                      {"first_replication", experiment::first_searched},
                      {"present_on_grid", tuning.present_on_grid},
                      {"period", period_json(label.searched)}};
    json["front"] = rows_of(tuning, label);
    json["knee"] = index_of(tuning.knee);
    json["winner"] = index_of(tuning.winner);
    json["nearest"] = index_of(tuning.nearest);
    json["equals"] = tuning.winner ? Json(tuning.equals) : Json();
    json["correct"] = tuning.winner ? Json(tuning.correct) : Json();
    json["search_estimate"] = json_of(tuning.settings[tuning.choice()], problem, label);
    json["fresh"] = {{"replications", problem.fresh_replications},
                     {"period", period_json(label.reported)},
                     {"present", json_of(tuning.present.tried, problem, label)},
                     {"chosen", json_of(tuning.chosen.tried, problem, label)},
                     {"confirmed", tuning.winner ? Json(tuning.confirmed) : Json()},
                     {"gains", gains_of(tuning)},
                     {"present_serves_better", tuning.present_serves_better},
                     {"repeat_by", label.repeat_by}};
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_settings_csv(const Tuning& tuning, const TuningLabel& label) {
    const TuningProblem& problem = tuning.problem;
    std::string csv = "setting";
    for (const experiment::Factor& factor : problem.factors) {
        csv += ',' + csv_text(factor.key);
    }
    csv += ",cost,replications,possible,overloads,feasible,front";
    for (const experiment::Objective& objective : problem.objectives) {
        csv += figure_headings(objective.criterion);
    }
    for (std::size_t i = 0; i < problem.constraints.size(); ++i) {
        const experiment::Constraint& constraint = problem.constraints[i];
        csv += is_new(problem, i) ? figure_headings(constraint.criterion) : "";
        csv += ',' + csv_text(constraint.text + " confidence");
    }
    csv += "\r\n";
    for (std::size_t i = 0; i < tuning.settings.size(); ++i) {
        const TriedSetting& tried = tuning.settings[i];
        csv += std::to_string(i);
        for (std::size_t factor = 0; factor < problem.factors.size(); ++factor) {
            csv += ',' + csv_text(problem.value_text(tried.setting, factor));
        }
        const bool on_front =
            std::find(tuning.front.begin(), tuning.front.end(), i) != tuning.front.end();
        csv += ',' + csv_number(tried.cost) + ',' + std::to_string(tried.replications);
        csv += tried.possible ? ",1," : ",0,";
        csv += csv_text(overload_text(tried.overloads, label));
        csv += tried.is_feasible() ? ",1" : ",0";
        csv += on_front ? ",1" : ",0";
        for (std::size_t o = 0; o < tried.objectives.size(); ++o) {
            csv +=
                problem.objectives[o].criterion.quantity ? figure_cells(tried.objectives[o]) : "";
        }
        for (std::size_t c = 0; c < tried.constraints.size(); ++c) {
            const experiment::ConstraintStanding& standing = tried.constraints[c];
            csv += is_new(problem, c) ? figure_cells(standing.figure) : "";
            csv += ',' + cell(standing.confidence);
        }
        csv += "\r\n";
    }
    return csv;
}

SystemsStudy study_of(const Tuning& tuning, const TuningLabel& label) {
    SystemsStudy study{.command = "tune",
                       .currency = label.currency,
                       .stations = label.stations,
                       .systems = {},
                       .design = {.kind = "search", .factors = {}, .points = {}, .values = {}},
                       .replications = {}};
    for (const experiment::Factor& factor : tuning.problem.factors) {
        study.design.factors.push_back(factor.key);
    }
    for (std::size_t system = 0; system < tuning.settings.size(); ++system) {
        const experiment::TuningSetting& setting = tuning.settings[system].setting;
        const auto overrides = overrides_of(setting, tuning.problem);
        study.systems.push_back(
            {system_name(overrides), label.scenario, label.profile, label.seed, overrides});
        study.design.points.push_back(system);
        study.design.values.push_back(setting.values);
        const auto add = [&](const std::vector<experiment::Outcome>& outcomes) {
            for (const experiment::Outcome& outcome : outcomes) {
                study.replications.push_back({system, outcome.number, outcome.values});
            }
        };
        if (system == 0) {
            add(tuning.present.outcomes);
        } else if (system == tuning.choice()) {
            add(tuning.chosen.outcomes);
        }
        add(tuning.searched[system]);
    }
    return study;
}

}  // namespace greenlane::io
