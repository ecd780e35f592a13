#include "greenlane/core/calendar.h"
#include "greenlane/experiment/gate.h"
#include "greenlane/experiment/lane_tuning.h"
#include "greenlane/experiment/setting_simulation.h"
#include "greenlane/experiment/tuning.h"
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
#include "cli/tuning_problem.h"
#include "cli/warmup.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

using Texts = std::vector<std::string>;
using experiment::TuningProblem;
using experiment::TuningSetting;

InputRequest request_of(const options::variables_map& given) {
    InputRequest request = request_of_one(
        given,
        "greenlane tune scenarios/sea-port.toml --vary roster.scanners.servers=1:4:1 "
        "--minimise clearance.time");
    request.profile = option<std::string>(given, "profile", "");
    request.declarations = declaration_request(given);
    expect_records(request);
    return request;
}

experiment::TuningLabel label_of(const Inputs& inputs, const Texts& overrides,
                                 std::optional<Instant> split) {
    const engine::CompiledScenario& scenario = inputs.scenario;
    experiment::TuningLabel label{.scenario = scenario.name,
                                  .profile = inputs.profile,
                                  .seed = scenario.seed,
                                  .currency = scenario.currency,
                                  .stations = {},
                                  .searched = experiment::measured_period(scenario),
                                  .reported = experiment::measured_period(scenario),
                                  .warmup = inputs.warmup,
                                  .overrides = overrides,
                                  .refusal = {},
                                  .repeat_by = {}};
    for (const clearance::Station& station : scenario.process.stations) {
        label.stations.push_back(station.name);
    }
    if (split) {
        label.searched.window.end = *split;
        label.reported.warmup += *split - label.reported.window.begin;
        label.reported.window.begin = *split;
    }
    return label;
}

/// What was read and checked, ready to be searched.
struct TuningRequest {
    InputRequest inputs;
    TuningProblem problem;
    std::optional<Instant> split;  ///< of a replay
    std::string folder;            ///< of the results; may be empty
    std::vector<experiment::Gate> gates;
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

/// A setting as one of factors.
experiment::Setting system_of(const TuningSetting& setting, const TuningProblem& problem) {
    experiment::Setting system(problem.factors.size());
    std::copy(setting.texts.begin(), setting.texts.end(), system.begin());
    return system;
}

/// Why one of the settings that cannot be cannot; empty where all can.
std::string refusal_of(const experiment::Tuning& tuning, SettingReader& reader) {
    const auto refused =
        std::find_if(tuning.settings.begin(), tuning.settings.end(),
                     [](const experiment::TriedSetting& tried) { return !tried.possible; });
    return refused == tuning.settings.end()
               ? ""
               : reader.mistake(system_of(refused->setting, tuning.problem));
}

/// A mistake in the values makes all settings impossible: it is told before anything runs.
void expect_possible(const TuningProblem& problem, SettingReader& reader) {
    constexpr std::size_t most_read = 1000;
    std::vector<experiment::Setting> settings;
    for (const TuningSetting& setting : experiment::spread(problem.factors, most_read)) {
        settings.push_back(system_of(setting, problem));
    }
    reader.expect_one_sound(settings);
}

experiment::Tuning search(const TuningRequest& request, const Inputs& inputs, SettingReader& reader,
                          experiment::Execution& execution) {
    const TuningProblem& problem = request.problem;
    StageProgress progress(problem.budget + 2 * problem.fresh_replications);
    const auto observe = [&](const experiment::Progress& seen) { return progress.show(seen); };
    experiment::TuningSettings settings;
    experiment::SettingSimulation simulation(
        settings,
        [&](const TuningSetting& setting) {
            return reader.compile_if_sound(system_of(setting, problem));
        },
        request.split, observe);
    const engine::CompiledScenario searched =
        request.split ? experiment::before(inputs.scenario, *request.split,
                                           experiment::before(inputs.scenario.feed, *request.split))
                      : inputs.scenario;
    return experiment::tune(problem, settings, simulation, execution,
                            experiment::lanes_together(problem, searched, observe, execution));
}

/// Of `--fail-if`.
std::vector<experiment::Gate> gates_of(const options::variables_map& given) {
    std::vector<experiment::Gate> gates;
    for (const std::string& text : option<Texts>(given, "fail-if", {})) {
        gates.push_back(experiment::parse_gate(text));
    }
    return gates;
}

void expect_columns(const std::vector<experiment::Gate>& gates,
                    const engine::CompiledScenario& scenario) {
    for (const experiment::Gate& gate : gates) {
        if (!experiment::column(gate.quantity, scenario)) {
            usage_error(fmt::format("--fail-if '{}': there is no station '{}'", gate.text,
                                    gate.quantity.station),
                        experiment::station_hint(gate.quantity, scenario));
        }
    }
}

/// Says which gates are true of the fresh estimate. Whether one is.
bool stopped_by(const std::vector<experiment::Gate>& gates, const experiment::Tuning& tuning,
                const experiment::TuningLabel& label, const engine::CompiledScenario& scenario) {
    bool stopped = false;
    for (const experiment::Gate& gate : gates) {
        const std::size_t column = experiment::column(gate.quantity, scenario).value();
        stopped |= is_stopped(gate, tuning.winner ? "the winning setting" : "the nearest setting",
                              experiment::figure_of(column, tuning.chosen.outcomes),
                              label.unit({gate.quantity, column}));
    }
    return stopped;
}

void store(StudyFolder& folder, const TuningRequest& request, const Inputs& inputs,
           const experiment::Tuning& tuning, const experiment::TuningLabel& label,
           const std::string& summary, io::Performance performance) {
    for (const TunedFile& file : tuned_files(inputs, tuning, label, request.folder)) {
        folder.write(file.name, file.text);
    }
    io::StudyInputs texts{{}, request.inputs.overrides, false};
    for (const InputText& input : inputs.texts) {
        texts.texts.push_back({input.role, input.text});
    }
    performance.shipments = tuning.shipments;
    performance.events = tuning.visits;
    io::write_systems_study(folder.file("study.h5"), io::study_of(tuning, label), texts);
    folder.write("summary.json", summary);
    folder.write("settings.csv", io::to_settings_csv(tuning, label));
    folder.write("performance.json", io::to_performance_json(performance));
    folder.finish();
}

int carry_out(const options::variables_map& given, const TuningRequest& request,
              const Inputs& inputs, SettingReader& reader, const StudyExecution& study,
              experiment::Execution& execution, StudyFolder* folder) {
    const Stopwatch stopwatch;
    const experiment::Tuning tuning = search(request, inputs, reader, execution);
    const io::Performance performance =
        stopwatch.performance(execution.workers->jobs(), study.goes_on());
    experiment::TuningLabel label = label_of(inputs, request.inputs.overrides, request.split);
    label.refusal = refusal_of(tuning, reader);
    const Duration begin = inputs.scenario.horizon.start;
    const auto warmup = request.split   ? std::optional(*request.split - begin)
                        : inputs.warmup ? std::optional(inputs.scenario.window.begin - begin)
                                        : std::nullopt;
    label.repeat_by = repeat_command(request.inputs, tuning, request.folder, warmup);
    const std::string summary = io::to_tuning_json(tuning, label);
    if (folder != nullptr) {
        store(*folder, request, inputs, tuning, label, summary, performance);
    }
    write_out(given.count("json") > 0
                  ? summary
                  : report::tuning_tables(tuning, label, {terminal_width(), colours_wanted()}));
    return stopped_by(request.gates, tuning, label, inputs.scenario)
               ? static_cast<int>(Failure::gate)
               : 0;
}

/// With the objectives in one order, which decides the search: to be resumed it must be the same.
options::variables_map with_objectives(const options::variables_map& given) {
    options::variables_map ordered = given;
    ordered.insert(
        {"objectives", options::variable_value(boost::any(objectives_in_order(given)), false)});
    return ordered;
}

int tune(const options::variables_map& options_given) {
    const options::variables_map given = with_objectives(options_given);
    StudyExecution study(given);
    TuningRequest request{.inputs = request_of(given),
                          .problem = {},
                          .split = {},
                          .folder = option<std::string>(given, "out", ""),
                          .gates = gates_of(given)};
    request.problem = problem_of(given, request.inputs);
    SettingReader reader(request.inputs, request.problem.factors);
    std::optional<Inputs> present =
        reader.read(experiment::Setting(request.problem.factors.size()));
    reader.finish();
    Inputs& inputs = present.value();
    complete(request.problem, inputs, reader);
    expect_columns(request.gates, inputs.scenario);
    expect_possible(request.problem, reader);
    for (const std::string& warning : overload_warnings(inputs.scenario)) {
        say("warning: " + warning);
    }
    find_warmup({&inputs, 1}, jobs(given));
    reader.set_warmup(inputs.warmup);
    if (inputs.declarations) {
        request.split = experiment::split_of(inputs.scenario);
    }
    return study.perform(
        reader.files(), [&](experiment::Execution& execution, StudyFolder* folder) {
            study.expect_no_fewer(request.problem.fresh_replications);
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
    add("vary", options::value<Texts>()->composing()->value_name("KEY=LO:HI:STEP"),
        "a key of scenario or profile, of a number or a duration, and the values that are "
        "searched: "
        "a range, without STEP in 100 steps, or a list KEY=A,B,C; 4min:12min:2min, 1%:5%:1%; the "
        "key must stand in its file; may be repeated");
    add("maximise", options::value<Texts>()->composing()->value_name("KPI"),
        "what is to be high: a KPI or clearance.utilisation.STATION; may be repeated: of several "
        "objectives the front is found; without a knee its winner is the best in the first one");
    add("minimise", options::value<Texts>()->composing()->value_name("KPI"),
        "what is to be low: the same, or 'cost'; may be repeated");
    add("subject-to", options::value<Texts>()->composing()->value_name("KPI<=LIMIT"),
        "holds with 95 % confidence: <= or >= (< and > mean these); a KPI, "
        "clearance.utilisation.STATION or 'cost'; a time as 90min, 48h or 2d (a bare number: "
        "hours), a share as 85% or 0.85 (from 1 on with its %); may be repeated");
    add("cost", options::value<Texts>()->composing()->value_name("KEY=X"),
        "what one of a varied key costs; 'cost' is the sum over the keys of X times the value; "
        "once a key");
    add("budget", options::value<std::string>()->value_name("N"),
        "replications that the search may take (default: 1000); --resume cannot change it, as the "
        "course of the search depends on it");
    add("replications", options::value<std::string>()->value_name("N"),
        "fresh ones of the winner and of the present setting (default: the scenario's); with "
        "--resume more of them estimate the same choice anew");
    add_input_options(command.visible, true);
    add("fail-if", options::value<Texts>()->composing()->value_name("KPI>LIMIT"),
        "exit status 4 where the fresh estimate of the winner's KPI is beyond the limit (or n/a); "
        ">, >=, <, <=; may be repeated");
    add_execution_options(command.visible,
                          "a new folder for the tuned files, study.h5, summary.json, settings.csv "
                          "and performance.json");
    add("json", "prints summary.json instead of tables");
    return command;
}

}  // namespace greenlane::cli
