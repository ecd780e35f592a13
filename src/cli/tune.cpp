#include "greenlane/core/calendar.h"
#include "greenlane/experiment/lane_tuning.h"
#include "greenlane/experiment/setting_simulation.h"
#include "greenlane/experiment/tuning.h"
#include "greenlane/io/document_edit.h"
#include "greenlane/io/overrides.h"
#include "greenlane/io/performance.h"
#include "greenlane/io/tuning.h"
#include "greenlane/report/tuning_tables.h"

#include "cli/command.h"
#include "cli/execution.h"
#include "cli/inputs.h"
#include "cli/setting_reader.h"
#include "cli/simulation.h"
#include "cli/study_folder.h"
#include "cli/terminal.h"
#include "cli/tuned_files.h"
#include "cli/vary.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

using Texts = std::vector<std::string>;
using experiment::Factor;
using experiment::TuningProblem;
using experiment::TuningSetting;

constexpr std::uint64_t usual_budget = 1000;
constexpr std::uint64_t least_budget = 20 * experiment::first_trials;

InputRequest request_of(const options::variables_map& given) {
    const Texts scenarios = option<Texts>(given, "scenario", {});
    if (scenarios.size() != 1) {
        usage_error(scenarios.empty() ? "no scenario given" : "more than one scenario given",
                    "greenlane tune scenarios/sea-port.toml --vary roster.scanners.servers=1:4:1 "
                    "--minimise clearance.time");
    }
    InputRequest request{.scenario = scenarios.front(),
                         .profile = option<std::string>(given, "profile", ""),
                         .overrides = option<Texts>(given, "set", {}),
                         .seed = {},
                         .declarations = declaration_request(given)};
    if (given.count("seed") > 0) {
        request.seed = whole_number(given, "seed", 0, 0);
    }
    expect_records(request);
    return request;
}

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
        for (const std::string& override_ : request.overrides) {
            if (override_.starts_with(factor.key + '=')) {
                usage_error(fmt::format("--set {}: {} is varied", override_, factor.key));
            }
        }
    }
    return varied;
}

/// By factor, 0 where none is given.
std::vector<double> unit_costs(const options::variables_map& given,
                               const std::vector<Factor>& factors) {
    std::vector<double> costs(factors.size());
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
        costs[static_cast<std::size_t>(factor - factors.begin())] = cost;
    }
    return costs;
}

std::vector<experiment::Objective> objectives(const options::variables_map& given) {
    std::vector<experiment::Objective> objectives;
    for (const auto& [name, better] :
         {std::pair{"maximise", kpi::Better::higher}, std::pair{"minimise", kpi::Better::lower}}) {
        for (const std::string& id : option<Texts>(given, name, {})) {
            objectives.push_back(experiment::parse_objective(id, better));
        }
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

experiment::TuningLabel label_of(const Inputs& inputs, std::optional<Instant> split) {
    const engine::CompiledScenario& scenario = inputs.scenario;
    experiment::TuningLabel label{.scenario = scenario.name,
                                  .profile = inputs.profile,
                                  .seed = scenario.seed,
                                  .currency = scenario.currency,
                                  .searched = {},
                                  .reported = {},
                                  .repeat_by = {}};
    const auto period = [](Instant begin, Instant end) {
        return format_instant(begin) + " to " + format_instant(end);
    };
    if (split) {
        label.searched = period(scenario.window.begin, *split);
        label.reported = period(*split, scenario.window.end);
    }
    return label;
}

TuningProblem problem_of(const options::variables_map& given, const InputRequest& request) {
    TuningProblem problem{.factors = tuned_factors(given, request),
                          .unit_costs = {},
                          .objectives = objectives(given),
                          .constraints = constraints(given),
                          .present = {}};
    problem.unit_costs = unit_costs(given, problem.factors);
    problem.budget = whole_number(given, "budget", least_budget, usual_budget);
    problem.fresh_replications = whole_number(given, "replications", 2, 0);
    experiment::expect_consistent(problem.objectives, problem.constraints);
    expect_costs(problem);
    return problem;
}

void complete(TuningProblem& problem, const Inputs& inputs, SettingReader& reader) {
    if (problem.fresh_replications == 0) {
        problem.fresh_replications = std::max<std::uint64_t>(2, inputs.replications);
    }
    problem.present = present_values(problem.factors, inputs);
    problem.factors = reader.with_whole_numbers();
    for (experiment::Objective& objective : problem.objectives) {
        experiment::find_column(objective.criterion, inputs.scenario);
    }
    for (experiment::Constraint& constraint : problem.constraints) {
        experiment::find_column(constraint.criterion, inputs.scenario);
    }
}

/// What was read and checked, ready to be searched.
struct TuningRequest {
    InputRequest inputs;
    TuningProblem problem;
    std::optional<Instant> split;  ///< of a replay
    std::string folder;            ///< of the results; may be empty
};

/// Of all stages together, each of which counts anew.
class StageProgress {
public:
    explicit StageProgress(std::uint64_t replications)
        : bar_("tuning", "replications", replications) {}
    bool show(const experiment::Progress& seen) {
        before_ += seen.replications < last_ ? last_ : 0;
        last_ = seen.replications;
        bar_.show(before_ + last_);
        return !interrupted();
    }

private:
    ProgressBar bar_;
    std::uint64_t before_ = 0;
    std::uint64_t last_ = 0;
};

experiment::Tuning search(const TuningRequest& request, const Inputs& inputs, SettingReader& reader,
                          experiment::Execution& execution) {
    const TuningProblem& problem = request.problem;
    StageProgress progress(problem.budget + 2 * problem.fresh_replications);
    const auto observe = [&](const experiment::Progress& seen) { return progress.show(seen); };
    experiment::TuningSettings settings;
    experiment::SettingSimulation simulation(
        settings,
        [&](const TuningSetting& setting) {
            experiment::Setting system(problem.factors.size());
            std::copy(setting.texts.begin(), setting.texts.end(), system.begin());
            return reader.compile_if_sound(system);
        },
        problem.fresh_replications, request.split, observe);
    const engine::CompiledScenario searched =
        request.split ? experiment::before(inputs.scenario, *request.split,
                                           experiment::before(inputs.scenario.feed, *request.split))
                      : inputs.scenario;
    return experiment::tune(problem, settings, simulation, execution,
                            experiment::lanes_together(problem, searched, observe, execution));
}

int carry_out(const options::variables_map& given, const TuningRequest& request,
              const Inputs& inputs, SettingReader& reader, const StudyExecution& study,
              experiment::Execution& execution, StudyFolder* folder) {
    const Stopwatch stopwatch;
    const experiment::Tuning tuning = search(request, inputs, reader, execution);
    io::Performance performance = stopwatch.performance(execution.workers->jobs(), study.goes_on());
    experiment::TuningLabel label = label_of(inputs, request.split);
    const auto warmup = request.split
                            ? std::optional(*request.split - inputs.scenario.horizon.start)
                            : std::nullopt;
    label.repeat_by = repeat_command(request.inputs, tuning, request.folder, warmup);
    const std::string summary = io::to_tuning_json(tuning, label);
    if (folder != nullptr) {
        for (const TunedFile& file : tuned_files(inputs, tuning, label, request.folder)) {
            folder->write(file.name, file.text);
        }
        performance.shipments = tuning.shipments;
        performance.events = tuning.visits;
        folder->write("summary.json", summary);
        folder->write("settings.csv", io::to_settings_csv(tuning));
        folder->write("performance.json", io::to_performance_json(performance));
        folder->finish();
    }
    write_out(given.count("json") > 0
                  ? summary
                  : report::tuning_tables(tuning, label, {terminal_width(), colours_wanted()}));
    return 0;
}

int tune(const options::variables_map& given) {
    StudyExecution study(given);
    TuningRequest request{.inputs = request_of(given),
                          .problem = {},
                          .split = {},
                          .folder = option<std::string>(given, "out", "")};
    request.problem = problem_of(given, request.inputs);
    SettingReader reader(request.inputs, request.problem.factors);
    const std::optional<Inputs> present =
        reader.read(experiment::Setting(request.problem.factors.size()));
    reader.finish();
    const Inputs& inputs = present.value();
    complete(request.problem, inputs, reader);
    for (const std::string& warning : overload_warnings(inputs.scenario)) {
        say("warning: " + warning);
    }
    if (inputs.declarations) {
        request.split = experiment::split_of(inputs.scenario);
        if (!request.split) {
            usage_error("the declarations are too few to be tuned on and judged by",
                        "tuning takes at least two days of them");
        }
    }
    return study.perform(
        reader.files(), [&](experiment::Execution& execution, StudyFolder* folder) {
            execution.everywhere = true;
            return carry_out(given, request, inputs, reader, study, execution, folder);
        });
}

}  // namespace

Command tune_command() {
    Command command{
        .name = "tune",
        .summary = "Searches the settings that serve best under constraints, and says how sure",
        .usage =
            "SCENARIO --vary KEY=LO:HI:STEP... --maximise KPI... --minimise KPI... "
            "[--subject-to 'KPI<=X'...]",
        .examples =
            "  greenlane tune scenarios/sea-port.toml --vary thresholds.red=40:90:5 --vary "
            "thresholds.yellow=20:50:5 --maximise targeting.detection_rate --minimise "
            "clearance.time --out tuned\n"
            "  greenlane tune scenarios/sea-port.toml --vary roster.scanners.servers=1:4:1 --vary "
            "roster.examination-crews.servers=2:10:1 --cost roster.scanners.servers=3 --cost "
            "roster.examination-crews.servers=1 --minimise cost --subject-to "
            "'clearance.time.p90<=48h'\n"
            "  greenlane tune scenarios/sea-port.toml --declarations 2020.csv --mapping "
            "profiles/mappings/kcs.toml --vary thresholds.red=40:90:5 --maximise "
            "targeting.hits_per_officer_hour\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = tune};
    command.positional.add("scenario", -1);
    auto add = command.visible.add_options();
    add_vary_option(command.visible);
    add("maximise", options::value<Texts>()->composing()->value_name("KPI"),
        "what is to be high; may be repeated: of several objectives the front is found");
    add("minimise", options::value<Texts>()->composing()->value_name("KPI"),
        "what is to be low: a KPI, or 'cost'; may be repeated");
    add("subject-to", options::value<Texts>()->composing()->value_name("KPI<=X"),
        "holds with 95 % confidence: <=, >=; a KPI, clearance.utilisation.STATION or 'cost'; may "
        "be repeated");
    add("cost", options::value<Texts>()->composing()->value_name("KEY=X"),
        "what one of a varied key costs; 'cost' is their sum; may be repeated");
    add("budget", options::value<std::string>()->value_name("N"),
        "replications that the search may take (default: 1000)");
    add("replications", options::value<std::string>()->value_name("N"),
        "fresh ones of the winner and of the present setting (default: the scenario's)");
    add_input_options(command.visible, true);
    add_execution_options(
        command.visible,
        "a new folder for the tuned files, summary.json, settings.csv and performance.json");
    add("json", "prints summary.json instead of tables");
    return command;
}

}  // namespace greenlane::cli
