#include "cli/tuning_problem.h"

#include "greenlane/io/document_edit.h"
#include "greenlane/io/overrides.h"

#include "cli/vary.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

using Texts = std::vector<std::string>;
using experiment::Factor;
using experiment::least_budget;
using experiment::TuningProblem;

constexpr std::uint64_t usual_budget = 1000;

std::vector<Factor> tuned_factors(const options::variables_map& given,
                                  const InputRequest& request) {
    std::vector<Factor> varied = factors(given);
    if (varied.empty()) {
        usage_error("nothing to tune: no --vary",
                    "for example --vary roster.scanners.servers=1:4:1");
    }
    for (const Factor& factor : varied) {
        if (factor.scale == experiment::Scale::words) {
            usage_error(fmt::format("--vary {}: numbers and durations can be tuned", factor.given),
                        "compare --vary runs all of a few words");
        }
    }
    expect_not_set(varied, request.overrides);
    return varied;
}

/// By factor, 0 where none is given.
std::vector<double> unit_costs(const options::variables_map& given,
                               const std::vector<Factor>& factors) {
    std::vector<double> costs(factors.size());
    std::vector<bool> is_given(factors.size());
    for (const std::string& text : option<Texts>(given, "cost", {})) {
        const std::size_t equals = text.rfind('=');
        double cost = 0;
        const char* const end = text.data() + text.size();
        if (equals == std::string::npos ||
            std::from_chars(text.data() + equals + 1, end, cost).ptr != end ||
            equals + 1 == text.size() || !std::isfinite(cost)) {
            usage_error(fmt::format("--cost {}: not of the form KEY=NUMBER", text),
                        "for example --cost roster.scanners.servers=1");
        }
        const auto factor = std::find_if(factors.begin(), factors.end(), [&](const Factor& one) {
            return one.key == text.substr(0, equals);
        });
        if (factor == factors.end()) {
            usage_error(fmt::format("--cost {}: the key is not varied", text),
                        "what does not vary costs the same in every setting");
        }
        const auto index = static_cast<std::size_t>(factor - factors.begin());
        if (is_given[index]) {
            usage_error(fmt::format("--cost {}: {} has a cost already", text, factor->key));
        }
        is_given[index] = true;
        costs[index] = cost;
    }
    return costs;
}

/// In the order of the command line: the first one orders the front and, where that has no knee,
/// chooses the winner.
std::vector<experiment::Objective> objectives(const options::variables_map& given) {
    std::vector<experiment::Objective> objectives;
    for (const std::string& text : objectives_in_order(given)) {
        const std::size_t blank = text.find(' ');
        objectives.push_back(experiment::parse_objective(
            text.substr(blank + 1),
            text.starts_with("maximise") ? kpi::Better::higher : kpi::Better::lower));
    }
    if (objectives.empty()) {
        usage_error("nothing to aim at: no --maximise, no --minimise",
                    "for example --minimise clearance.time");
    }
    return objectives;
}

std::vector<experiment::Constraint> constraints(const options::variables_map& given) {
    std::vector<experiment::Constraint> constraints;
    for (const std::string& text : option<Texts>(given, "subject-to", {})) {
        constraints.push_back(experiment::parse_constraint(text));
    }
    return constraints;
}

std::uint64_t budget(const options::variables_map& given) {
    const std::uint64_t budget = whole_number(given, "budget", 0, usual_budget);
    if (budget < least_budget) {
        usage_error(
            fmt::format("--budget {} is too few to search by: at least {}", budget, least_budget),
            fmt::format("a setting that is tried takes {} replications, and a third of the budget "
                        "goes to telling the best ones apart: {} try {} settings",
                        experiment::first_trials, least_budget,
                        least_budget / 3 * 2 / experiment::first_trials));
    }
    return budget;
}

/// What the cost is asked for can be told, and can be met by some setting.
void expect_costs(const TuningProblem& problem) {
    double least = 0;
    double most = 0;
    bool has_costs = false;
    for (std::size_t i = 0; i < problem.factors.size(); ++i) {
        const double one = problem.unit_costs[i] * problem.factors[i].value(problem.factors[i].low);
        const double other =
            problem.unit_costs[i] * problem.factors[i].value(problem.factors[i].high);
        least += std::min(one, other);
        most += std::max(one, other);
        has_costs = has_costs || problem.unit_costs[i] != 0;
    }
    const auto expect = [&](const experiment::Criterion& criterion) {
        if (!criterion.quantity && !has_costs) {
            usage_error("nothing costs anything: 'cost' needs --cost KEY=NUMBER",
                        "for example --cost roster.scanners.servers=1");
        }
    };
    for (const experiment::Objective& objective : problem.objectives) {
        expect(objective.criterion);
    }
    for (const experiment::Constraint& constraint : problem.constraints) {
        expect(constraint.criterion);
        if (!constraint.criterion.quantity &&
            (constraint.at_least ? most < constraint.limit : least > constraint.limit)) {
            usage_error(fmt::format("--subject-to '{}': settings cost from {:.6g} to {:.6g}",
                                    constraint.text, least, most));
        }
    }
}

/// The values that the files hold.
std::vector<double> present_values(const std::vector<Factor>& factors, const Inputs& inputs) {
    std::vector<double> present;
    Diagnostics diagnostics;
    for (const Factor& factor : factors) {
        const std::string_view role = io::concerns_profile(factor.key) ? "profile" : "scenario";
        const auto input = std::find_if(inputs.texts.begin(), inputs.texts.end(),
                                        [&](const InputText& text) { return text.role == role; });
        if (input == inputs.texts.end()) {
            usage_error(fmt::format("--vary {}: there is no profile", factor.given),
                        "name one with --profile");
        }
        present.push_back(
            io::number_at(input->text, input->path, factor.key, diagnostics).value_or(0));
    }
    if (diagnostics.has_errors()) {
        throw InputError(Failure::usage, diagnostics);
    }
    return present;
}

}  // namespace

std::vector<std::string> objectives_in_order(const options::variables_map& given) {
    std::vector<std::string> objectives;
    std::map<std::string, std::size_t> read;
    for (const std::string& word : option<Texts>(given, command_line, {})) {
        for (const std::string name : {"maximise", "minimise"}) {
            const Texts all = option<Texts>(given, name.c_str(), {});
            const bool is_named = word == "--" + name || word.starts_with("--" + name + '=');
            if (is_named && read[name] < all.size()) {
                objectives.push_back(name + ' ' + all[read[name]++]);
            }
        }
    }
    return objectives;
}

TuningProblem problem_of(const options::variables_map& given, const InputRequest& request) {
    TuningProblem problem{.factors = tuned_factors(given, request),
                          .unit_costs = {},
                          .objectives = objectives(given),
                          .constraints = constraints(given),
                          .present = {}};
    problem.unit_costs = unit_costs(given, problem.factors);
    problem.budget = budget(given);
    problem.fresh_replications = whole_number(given, "replications", 2, 0);
    experiment::expect_study(2, problem.fresh_replications);
    experiment::expect_study(1, problem.budget);
    experiment::expect_consistent(problem.objectives, problem.constraints);
    expect_costs(problem);
    return problem;
}

void complete(TuningProblem& problem, const Inputs& inputs, SettingReader& reader) {
    if (problem.fresh_replications == 0) {
        problem.fresh_replications = std::max<std::uint64_t>(2, inputs.replications);
    }
    if (problem.fresh_replications > experiment::first_searched) {
        usage_error(fmt::format("{} replications: a tuning has at most {} fresh ones",
                                problem.fresh_replications, experiment::first_searched),
                    "those behind are the search's");
    }
    problem.present = present_values(problem.factors, inputs);
    problem.factors = reader.with_whole_numbers(problem.present);
    for (experiment::Objective& objective : problem.objectives) {
        experiment::find_column(objective.criterion, inputs.scenario);
    }
    for (experiment::Constraint& constraint : problem.constraints) {
        experiment::find_column(constraint.criterion, inputs.scenario);
    }
}

}  // namespace greenlane::cli
