#include "greenlane/experiment/run.h"

#include "greenlane/engine/pilot.h"
#include "greenlane/experiment/result.h"
#include "greenlane/io/decision_csv.h"
#include "greenlane/io/kpi_csv.h"
#include "greenlane/io/overrides.h"
#include "greenlane/io/performance.h"
#include "greenlane/io/study.h"
#include "greenlane/io/summary.h"
#include "greenlane/report/run_tables.h"

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/result_folder.h"
#include "cli/terminal.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <sys/resource.h>

namespace greenlane::cli {

namespace {

double peak_rss_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

experiment::RunLabel label_of(const Inputs& inputs) {
    experiment::RunLabel label{
        .profile = inputs.profile, .replayed = {}, .warnings = inputs.warnings};
    if (inputs.declarations) {
        const DeclarationsRead& read = *inputs.declarations;
        auto& replayed = label.replayed.emplace();
        replayed.source = read.source;
        for (const std::string& file : read.files) {
            replayed.files.push_back(std::filesystem::path(file).filename().string());
        }
        replayed.declarations = read.declarations;
        replayed.rows = static_cast<std::int64_t>(read.rejects.rows);
        replayed.rejected = static_cast<std::int64_t>(read.rejects.rejected);
    }
    return label;
}

struct Finished {
    experiment::RunResult result;
    io::Performance performance;
};

Finished replicate(const Inputs& inputs, const experiment::RunOptions& how, bool periods) {
    const auto begun = std::chrono::steady_clock::now();
    experiment::Run done = experiment::run(inputs.scenario, how);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    io::Performance performance{.wall_s = taken.count(), .jobs = how.jobs};
    for (const engine::Replication& replication : done.replications) {
        performance.shipments += replication.counts.lodged;
        performance.events += replication.visits;
    }
    performance.peak_rss_mib = peak_rss_mib();
    return {experiment::summarise(inputs.scenario, std::move(done), label_of(inputs), periods),
            performance};
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

void store(ResultFolder& folder, const Finished& finished, const std::string& summary,
           const io::StudyInputs& inputs) {
    io::write_study(folder.file("study.h5"), finished.result, inputs);
    folder.write("summary.json", summary);
    folder.write("kpi.csv", io::to_kpi_csv(finished.result));
    folder.write("performance.json", io::to_performance_json(finished.performance));
    folder.finish();
}

/// Said before the run starts: nobody should have to wait for a queue that never ends.
std::vector<std::string> overload_warnings(const engine::CompiledScenario& scenario) {
    std::vector<std::string> warnings;
    if (scenario.profile && scenario.profile->recorded && scenario.feed->times_are_recorded()) {
        return warnings;  // nothing is simulated
    }
    const std::vector<clearance::StationTraffic> traffic = engine::expected_traffic(scenario);
    for (const std::size_t station : clearance::overloaded(traffic)) {
        warnings.push_back(fmt::format(
            "{} is overloaded: utilisation {:.2f}; waits grow for as long as the run lasts",
            scenario.process.stations[station].name, traffic[station].utilisation));
        say("warning: " + warnings.back());
    }
    return warnings;
}

int run(const options::variables_map& given) {
    const auto folder_name = option<std::string>(given, "out", "");
    const auto decisions_file = option<std::string>(given, "decisions", "");
    const bool redacted = given.count("redact") > 0;
    for (const std::string& result : {folder_name, decisions_file}) {
        if (!result.empty()) {
            ResultFolder::expect_new(result);
        }
    }
    experiment::RunOptions how;
    how.jobs = static_cast<unsigned>(std::min<std::uint64_t>(
        whole_number(given, "jobs", 1, std::max(1u, std::thread::hardware_concurrency())), 1024));
    const std::uint64_t asked = whole_number(given, "replications", 1, 0);
    Inputs inputs = read_inputs(given);
    how.replications = asked > 0 ? asked : inputs.replications;
    std::optional<ResultFolder> folder;
    if (!folder_name.empty()) {
        folder.emplace(folder_name);
    }
    const engine::CompiledScenario& scenario = inputs.scenario;
    std::optional<io::DecisionWriter> decisions;
    if (!decisions_file.empty()) {
        decisions.emplace(decisions_file, scenario.profile ? &*scenario.profile : nullptr,
                          scenario.seed, redacted);
        how.decided = [&](const shipment::Block& block, const shipment::Vocabulary& words,
                          const screening::Decisions& decided) {
            decisions->append(block, words, decided);
        };
    }
    for (std::string& warning : overload_warnings(scenario)) {
        inputs.warnings.push_back(std::move(warning));
    }

    std::optional<ProgressBar> progress(
        std::in_place, "running", "shipments",
        static_cast<std::uint64_t>(scenario.expected * static_cast<double>(how.replications)));
    how.observe = [&](const experiment::Progress& seen) {
        progress->show(seen.lodged);
        return !interrupted();
    };
    Finished finished = replicate(inputs, how, folder.has_value());
    for (experiment::RuleResult& rule : finished.result.rules) {
        rule.reason = redacted ? std::string() : std::move(rule.reason);
    }
    progress.reset();
    if (decisions) {
        decisions->finish();
    }

    const std::string summary = io::to_summary_json(finished.result);
    if (folder) {
        store(*folder, finished, summary, study_inputs(given, inputs));
    }
    write_out(given.count("json") > 0
                  ? summary
                  : report::run_tables(finished.result, {terminal_width(), colours_wanted()}));
    return 0;
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
            "  greenlane run scenarios/one-desk.toml --set arrivals.per_hour=57 --replications 40 "
            "--json\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = run};
    command.positional.add("scenario", -1);
    add_input_options(command.visible, true);
    auto add = command.visible.add_options();
    add("replications", options::value<std::string>()->value_name("N"),
        "independent runs; intervals shrink with them (default: the scenario's)");
    add("jobs", options::value<std::string>()->value_name("N"),
        "threads; results do not depend on them (default: all cores)");
    add("out", options::value<std::string>()->value_name("DIR"),
        "a new folder for study.h5, summary.json, kpi.csv and performance.json");
    add("decisions", options::value<std::string>()->value_name("FILE"),
        "a new CSV file: what was decided in the first replication, declaration by declaration");
    add("redact", "rule codes only in what is written: no conditions, no reasons, no identities");
    add("json", "prints summary.json instead of tables");
    return command;
}

}  // namespace greenlane::cli
