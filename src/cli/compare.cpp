#include "greenlane/experiment/comparison.h"
#include "greenlane/experiment/gate.h"
#include "greenlane/io/comparison.h"
#include "greenlane/io/performance.h"
#include "greenlane/report/comparison_tables.h"

#include "cli/command.h"
#include "cli/compared_systems.h"
#include "cli/execution.h"
#include "cli/inputs.h"
#include "cli/simulation.h"
#include "cli/study_folder.h"
#include "cli/terminal.h"
#include "cli/uncertainty.h"
#include "cli/vary.h"
#include "cli/warmup.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

using Texts = std::vector<std::string>;

/// All that the systems were read from.
Texts files_of(const options::variables_map& given, const std::vector<Inputs>& inputs) {
    Texts files;
    if (given.count("table") > 0) {
        files.push_back(given["table"].as<std::string>());
    }
    for (const Inputs& system : inputs) {
        files.insert(files.end(), system.files.begin(), system.files.end());
    }
    return files;
}

experiment::Comparison run_all(const std::vector<experiment::System>& systems,
                               std::uint64_t replications, const StudyExecution& study,
                               experiment::Execution& execution) {
    double expected = 0;  // of one replication of each
    for (const experiment::System& system : systems) {
        expected += system.scenario->expected;
    }
    ProgressBar progress(
        "running", "shipments",
        static_cast<std::uint64_t>(expected * study.units_to_do(replications * systems.size()) /
                                   static_cast<double>(systems.size())));
    const auto observe = [&](const experiment::Progress& seen) {
        progress.show(seen.lodged);
        return !interrupted();
    };
    return experiment::compare(systems, replications, observe, execution);
}

/// Every gate is about something that every system has.
void expect_columns(const std::vector<experiment::Gate>& gates,
                    const std::vector<experiment::System>& systems) {
    for (const experiment::Gate& gate : gates) {
        for (const experiment::System& system : systems) {
            if (!experiment::column(gate.quantity, *system.scenario)) {
                usage_error(fmt::format("--fail-if '{}': {} has no station '{}'", gate.text,
                                        system.name, gate.quantity.station),
                            experiment::station_hint(gate.quantity, *system.scenario));
            }
        }
    }
}

/// Says which gates are true of a system other than the reference. Whether one is.
bool stopped_by(const std::vector<experiment::Gate>& gates,
                const experiment::Comparison& comparison) {
    bool stopped = false;
    for (const experiment::Gate& gate : gates) {
        for (const experiment::Versus& versus : comparison.versus) {
            const experiment::SystemResult& system = comparison.systems[versus.system];
            const auto& figure = system.figure(gate.quantity);
            stopped |= is_stopped(gate, system.name, figure, system.unit(gate.quantity.info()));
        }
    }
    return stopped;
}

/// The first system's inputs, verbatim.
io::StudyInputs study_inputs(const options::variables_map& given, const Inputs& reference) {
    io::StudyInputs stored{{}, option<Texts>(given, "set", {}), false};
    for (const InputText& input : reference.texts) {
        stored.texts.push_back({input.role, input.text});
    }
    return stored;
}

std::vector<Texts> overrides_of(const std::vector<SystemRequest>& requests) {
    std::vector<Texts> all;
    for (const SystemRequest& request : requests) {
        Texts& own = all.emplace_back();
        if (request.row) {
            for (const Located<std::string>& override_ : request.row->overrides) {
                own.push_back(override_.value);
            }
        }
    }
    return all;
}

void store(StudyFolder& folder, const experiment::Comparison& comparison,
           const std::vector<Texts>& overrides, const io::StudyInputs& inputs,
           const std::string& summary, io::Performance performance) {
    for (const experiment::SystemResult& system : comparison.systems) {
        performance.shipments += system.counts.lodged;
        performance.events += system.visits;
    }
    io::write_systems_study(folder.file("study.h5"), io::study_of(comparison, overrides), inputs);
    folder.write("summary.json", summary);
    folder.write("kpi.csv", io::to_comparison_csv(comparison));
    folder.write("performance.json", io::to_performance_json(performance));
    folder.finish();
}

int compare(const options::variables_map& given) {
    StudyExecution study(given);
    std::vector<experiment::Gate> gates;
    for (const std::string& text : option<Texts>(given, "fail-if", {})) {
        gates.push_back(experiment::parse_gate(text));
    }
    const std::uint64_t asked = whole_number(given, "replications", 1, 0);
    const std::vector<SystemRequest> requests = compared_requests(given);
    std::vector<Inputs> inputs = read_systems(requests);
    Replays replays;  // of drawn scenarios
    const std::uint64_t replications =
        study.replications(asked > 0 ? asked : inputs.front().replications);
    experiment::expect_study(inputs.size(), replications);
    find_warmup(inputs, jobs(given));
    const auto systems = systems_of(names_of(requests, inputs), requests, inputs, replays);
    expect_columns(gates, systems);
    return study.perform(files_of(given, inputs), [&](experiment::Execution& execution,
                                                      StudyFolder* folder) {
        study.expect_no_fewer(replications);
        const Stopwatch stopwatch;
        const experiment::Comparison comparison = run_all(systems, replications, study, execution);
        const io::Performance performance =
            stopwatch.performance(execution.workers->jobs(), study.goes_on());
        const std::string summary = io::to_comparison_json(comparison);
        if (folder != nullptr) {
            store(*folder, comparison, overrides_of(requests), study_inputs(given, inputs.front()),
                  summary, performance);
        }
        write_out(given.count("json") > 0 ? summary
                                          : report::comparison_tables(
                                                comparison, {terminal_width(), colours_wanted()}));
        return stopped_by(gates, comparison) ? static_cast<int>(Failure::gate) : 0;
    });
}

}  // namespace

Command compare_command() {
    Command command{
        .name = "compare",
        .summary = "Compares profiles or scenarios on the same draws: differences with intervals",
        .usage =
            "SCENARIO [OTHER...] [--profile FILE...] [--against FILE|recorded] [--table FILE] "
            "[--vary KEY=A,B...]",
        .examples =
            "  greenlane compare scenarios/sea-port.toml --profile profiles/green-strict.toml\n"
            "  greenlane compare scenarios/sea-port.toml --profile profiles/green-strict.toml "
            "--profile profiles/watchlist-only.toml --against profiles/random-only.toml\n"
            "  greenlane compare scenarios/sea-port.toml --declarations 2020.csv --mapping "
            "my-post.toml --against recorded\n"
            "  greenlane compare scenarios/sea-port.toml --table scenarios/what-if.csv\n"
            "  greenlane compare scenarios/sea-port.toml --vary roster.scanners.servers=1,2,3\n"
            "  greenlane compare scenarios/sea-port.toml --profile profiles/green-strict.toml "
            "--fail-if 'clearance.time.p90>3d'\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = compare};
    command.positional.add("scenario", -1);
    auto add = command.visible.add_options();
    add("profile", options::value<Texts>()->composing()->value_name("FILE"),
        "a risk profile to be compared; may be repeated (default: the scenario's)");
    add("against", options::value<std::string>()->value_name("FILE"),
        "the profile to compare with (default: the scenario's); 'recorded' for what the records "
        "say");
    add("table", options::value<std::string>()->value_name("FILE"),
        "a what-if table: a CSV file with a row a scenario, compared with the first row");
    add_vary_option(command.visible);
    add("seed", options::value<std::string>()->value_name("N"), "instead of the scenario's");
    add("set", options::value<Texts>()->composing()->value_name("KEY=VALUE"),
        "changes one key of all scenarios and profiles, e.g. roster.scanners.servers=2");
    add_uncertainty_option(command.visible);
    add_declaration_options(command.visible,
                            "replays these declarations (CSV, CSV.gz, or what `generate` wrote)");
    add("replications", options::value<std::string>()->value_name("N"),
        "independent runs of each; intervals shrink with them (default: the first scenario's)");
    add("fail-if", options::value<Texts>()->composing()->value_name("KPI>LIMIT"),
        "exit status 4 where the KPI's mean under a profile or scenario other than the reference "
        "is beyond the limit (or n/a); >, >=, <, <=; may be repeated");
    add_execution_options(command.visible,
                          "a new folder for study.h5, summary.json, kpi.csv and performance.json");
    add("json", "prints summary.json instead of tables");
    return command;
}

}  // namespace greenlane::cli
