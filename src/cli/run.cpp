#include "greenlane/experiment/run.h"

#include "greenlane/experiment/gate.h"
#include "greenlane/experiment/precision.h"
#include "greenlane/experiment/result.h"
#include "greenlane/io/decision_csv.h"
#include "greenlane/io/kpi_csv.h"
#include "greenlane/io/overrides.h"
#include "greenlane/io/performance.h"
#include "greenlane/io/study.h"
#include "greenlane/io/summary.h"
#include "greenlane/report/run_tables.h"

#include "cli/command.h"
#include "cli/execution.h"
#include "cli/inputs.h"
#include "cli/result_folder.h"
#include "cli/simulation.h"
#include "cli/study_folder.h"
#include "cli/terminal.h"
#include "cli/uncertainty.h"
#include "cli/warmup.h"

#include <algorithm>
#include <optional>
#include <span>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

struct Finished {
    experiment::RunResult result;
    io::Performance performance;
};

/// How many replications, and until when.
struct Extent {
    std::uint64_t replications = 1;  ///< at first
    std::optional<experiment::PrecisionPlan> plan;
};

Extent extent_of(const options::variables_map& given, const Inputs& inputs,
                 const StudyExecution& study) {
    const std::uint64_t asked = whole_number(given, "replications", 1, 0);
    const std::uint64_t replications = study.replications(asked > 0 ? asked : inputs.replications);
    if (replications > experiment::most_run) {
        usage_error(fmt::format("{} replications: a run has at most {}", replications,
                                experiment::most_run),
                    "it keeps all of each; --precision says how many are enough");
    }
    const auto precision = option<std::string>(given, "precision", "");
    if (precision.empty()) {
        return {replications, std::nullopt};
    }
    if (asked > 0) {
        usage_error("--precision says how many replications there are: leave out --replications");
    }
    return {std::max(inputs.replications, experiment::PrecisionPlan::fewest),
            experiment::PrecisionPlan(inputs.scenario, experiment::parse_precision(precision))};
}

Finished replicate(const Inputs& inputs, Extent extent, experiment::RunOptions how,
                   const StudyExecution& study, experiment::Execution& execution, bool periods) {
    std::optional<ProgressBar> progress;
    const auto show = [&](double replications) {
        progress.emplace("running", "shipments",
                         static_cast<std::uint64_t>(inputs.scenario.expected * replications));
    };
    how.replications = extent.replications;
    how.observe = [&](const experiment::Progress& seen) {
        progress->show(seen.lodged);
        return !interrupted();
    };
    if (extent.plan) {
        how.extend = [&](std::span<const engine::Replication> done) {
            const std::uint64_t wanted = extent.plan->look(done);
            show(static_cast<double>(wanted - done.size()));
            return wanted;
        };
    }
    if (!extent.plan) {
        study.expect_no_fewer(extent.replications);
    }
    const Stopwatch stopwatch;
    show(study.units_to_do(how.replications));
    experiment::Run done = experiment::run(inputs.scenario, how, execution);
    study.expect_no_fewer(done.replications.size());
    io::Performance performance = stopwatch.performance(execution.workers->jobs(), study.goes_on());
    for (const engine::Replication& replication : done.replications) {
        performance.shipments += replication.counts.lodged;
        performance.events += replication.visits;
    }
    experiment::RunLabel label = label_of(inputs);
    if (extent.plan) {
        label.precision = {extent.plan->goals(), extent.plan->states()};
    }
    return {experiment::summarise(inputs.scenario, std::move(done), std::move(label), periods),
            performance};
}

std::vector<experiment::Gate> gates_of(const options::variables_map& given,
                                       const engine::CompiledScenario& scenario) {
    std::vector<experiment::Gate> gates;
    for (const std::string& text : option<std::vector<std::string>>(given, "fail-if", {})) {
        gates.push_back(experiment::parse_gate(text));
        if (!experiment::column(gates.back().quantity, scenario)) {
            usage_error(fmt::format("--fail-if '{}': there is no station '{}'", text,
                                    gates.back().quantity.station),
                        experiment::station_hint(gates.back().quantity, scenario));
        }
    }
    return gates;
}

/// Says which goals are out of reach.
void warn_of_precision(const experiment::RunResult& result) {
    if (!result.label.precision) {
        return;
    }
    const experiment::PrecisionReport& precision = *result.label.precision;
    for (std::size_t i = 0; i < precision.goals.size(); ++i) {
        const experiment::GoalState& state = precision.states[i];
        if (!state.is_reached) {
            say(fmt::format("warning: --precision '{}' is not reached after {} replications: {}",
                            precision.goals[i].text, result.replications.size(),
                            state.needed ? fmt::format("it would take about {}", *state.needed)
                                         : "how many it would take cannot be told"));
        }
    }
}

bool stopped_by(const std::vector<experiment::Gate>& gates, const experiment::RunResult& result) {
    bool stopped = false;
    for (const experiment::Gate& gate : gates) {
        stopped |=
            is_stopped(gate, "", result.figure(gate.quantity), result.cube.unit(gate.quantity.kpi));
    }
    return stopped;
}

io::StudyInputs study_inputs(const options::variables_map& given, const Inputs& inputs) {
    io::StudyInputs stored{
        {}, option<std::vector<std::string>>(given, "set", {}), given.count("redact") > 0};
    for (const InputText& input : inputs.texts) {
        if (!stored.redacted || input.role != "profile") {
            stored.texts.push_back({input.role, input.text});
        }
    }
    if (stored.redacted) {
        std::erase_if(stored.overrides, io::concerns_profile);
    }
    return stored;
}

void store(StudyFolder& folder, const Finished& finished, const std::string& summary,
           const io::StudyInputs& inputs) {
    io::write_study(folder.file("study.h5"), finished.result, inputs);
    folder.write("summary.json", summary);
    folder.write("kpi.csv", io::to_kpi_csv(finished.result));
    folder.write("performance.json", io::to_performance_json(finished.performance));
    folder.finish();
}

/// Runs all that was read, stores the results and reports them.
experiment::RunResult carry_out(const options::variables_map& given, experiment::RunOptions how,
                                Extent extent, Inputs& inputs, const StudyExecution& study,
                                experiment::Execution& execution, StudyFolder* folder) {
    const auto decisions_file = option<std::string>(given, "decisions", "");
    const bool redacted = given.count("redact") > 0;
    const engine::CompiledScenario& scenario = inputs.scenario;
    std::optional<io::DecisionWriter> decisions;
    if (!decisions_file.empty() && execution.workers->writes()) {
        decisions.emplace(decisions_file, scenario.profile ? &*scenario.profile : nullptr,
                          scenario.seed, redacted);
        how.decided = [&](const shipment::Block& block, const shipment::Vocabulary& words,
                          const screening::Decisions& decided) {
            decisions->append(block, words, decided);
        };
    }
    Finished finished =
        replicate(inputs, std::move(extent), std::move(how), study, execution, folder != nullptr);
    warn_of_precision(finished.result);
    for (experiment::RuleResult& rule : finished.result.rules) {
        rule.reason = redacted ? std::string() : std::move(rule.reason);
    }
    if (decisions) {
        decisions->finish();
    }

    const std::string summary = io::to_summary_json(finished.result);
    if (folder != nullptr) {
        store(*folder, finished, summary, study_inputs(given, inputs));
    }
    write_out(given.count("json") > 0
                  ? summary
                  : report::run_tables(finished.result, {terminal_width(), colours_wanted()}));
    return std::move(finished.result);
}

int run(const options::variables_map& given) {
    StudyExecution study(given);
    if (given.count("decisions") > 0) {
        ResultFolder::expect_new(given["decisions"].as<std::string>());
    }
    const InputRequest request = input_request(given);
    Replays replays;
    Inputs inputs = read_inputs(request, replays);
    say(inputs.diagnostics);
    Extent extent = extent_of(given, inputs, study);
    const std::vector<experiment::Gate> gates = gates_of(given, inputs.scenario);
    for (std::string& warning : overload_warnings(inputs.scenario)) {
        say("warning: " + warning);
        inputs.warnings.push_back(std::move(warning));
    }
    return study.perform(inputs.files, [&](experiment::Execution& execution, StudyFolder* folder) {
        find_warmup({&inputs, 1}, jobs(given));
        experiment::RunOptions how;
        how.drawn = drawn_scenario(request, inputs, replays);
        const experiment::RunResult result =
            carry_out(given, std::move(how), std::move(extent), inputs, study, execution, folder);
        return stopped_by(gates, result) ? static_cast<int>(Failure::gate) : 0;
    });
}

}  // namespace

Command run_command() {
    Command command{
        .name = "run",
        .summary = "Runs a scenario under a risk profile and reports what happened",
        .usage = "SCENARIO [--profile FILE] [--declarations FILE... --mapping FILE] [--out DIR]",
        .examples =
            "  greenlane run scenarios/sea-port.toml\n"
            "  greenlane run scenarios/sea-port.toml --profile profiles/green-strict.toml --out "
            "strict\n"
            "  greenlane run scenarios/sea-port.toml --declarations 2020.csv --mapping "
            "profiles/mappings/kcs.toml\n"
            "  greenlane run scenarios/land-border-post.toml --decisions decisions.csv\n"
            "  greenlane run scenarios/sea-port.toml --precision "
            "clearance.time.p90:5%,targeting.hit_rate:2%\n"
            "  greenlane run scenarios/sea-port.toml --fail-if 'clearance.utilisation>0.85'\n"
            "  greenlane run scenarios/one-desk.toml --replications 1 --set scenario.warmup=auto "
            "--set scenario.duration=365d\n"
            "  greenlane run my-port.toml --parameter-uncertainty --replications 100\n"
            "  greenlane run scenarios/one-desk.toml --set arrivals.per_hour=57 --replications 40 "
            "--json\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = run};
    command.positional.add("scenario", -1);
    add_input_options(command.visible, true);
    add_uncertainty_option(command.visible);
    auto add = command.visible.add_options();
    add("replications", options::value<std::string>()->value_name("N"),
        "independent runs; intervals shrink with them (default: the scenario's)");
    add("precision", options::value<std::string>()->value_name("KPI:5%,..."),
        "as many replications (20 to 1,000) as it takes until half the 95 % interval of each KPI "
        "is at most this share of its mean; or 2h, 1pp, a number in the KPI's unit");
    add("fail-if", options::value<std::vector<std::string>>()->composing()->value_name("KPI>LIMIT"),
        "exit status 4 where the KPI's mean is beyond the limit (or n/a); >, >=, <, <=; a KPI in "
        "% takes 85% or, below 1, 0.85; may be repeated");
    add_execution_options(command.visible,
                          "a new folder for study.h5, summary.json, kpi.csv and performance.json");
    add("decisions", options::value<std::string>()->value_name("FILE"),
        "a new CSV file: what was decided in the first replication, declaration by declaration");
    add("redact", "rule codes only in what is written: no conditions, no reasons, no identities");
    add("json", "prints summary.json instead of tables");
    return command;
}

}  // namespace greenlane::cli
