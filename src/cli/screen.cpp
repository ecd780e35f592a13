#include "greenlane/engine/pilot.h"
#include "greenlane/engine/replication.h"
#include "greenlane/evaluation/dry_run.h"
#include "greenlane/io/dry_run.h"
#include "greenlane/report/screening_tables.h"

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/terminal.h"

namespace greenlane::cli {

namespace {

using Texts = std::vector<std::string>;

InputRequest request_of(const options::variables_map& given) {
    const auto profiles = option<Texts>(given, "profile", {});
    auto declarations = declaration_request(given);
    if (profiles.size() != 1 || !declarations) {
        usage_error(profiles.empty()      ? "no profile given"
                    : profiles.size() > 1 ? "more than one profile given"
                                          : "no declarations given",
                    "greenlane screen profiles/green-baseline.toml --declarations 2020.csv "
                    "--mapping profiles/mappings/kcs.toml");
    }
    return {.scenario = option<std::string>(given, "scenario", ""),
            .profile = profiles.front(),
            .overrides = option<Texts>(given, "set", {}),
            .seed = given.count("seed") > 0 || given.count("scenario") == 0
                        ? std::optional(whole_number(given, "seed", 0, 1))
                        : std::nullopt,
            .declarations = std::move(declarations)};
}

evaluation::DryRunReport dry_run(const engine::CompiledScenario& scenario) {
    evaluation::DryRun counted(*scenario.profile);
    ProgressBar progress("screening", "declarations",
                         static_cast<std::uint64_t>(scenario.expected));
    engine::Watch watch;
    watch.decided = [&](const shipment::Block&, const shipment::Vocabulary&,
                        const screening::Decisions& decisions) { counted.add(decisions); };
    watch.goes_on = [&](std::uint64_t lodged) {
        progress.show(lodged);
        return !interrupted();
    };
    const engine::Replication done =
        engine::run_replication(scenario, scenario.feed->first_replication(), watch);
    return counted.report(done.rules);
}

int screen(const options::variables_map& given) {
    Replays replayed;
    const Inputs inputs = read_inputs(request_of(given), replayed);
    say(inputs.diagnostics);
    const evaluation::DryRunReport report = dry_run(inputs.scenario);
    std::optional<std::vector<engine::ControlLoad>> loads;
    if (given.count("scenario") > 0) {
        loads = engine::control_loads(inputs.scenario);
    }
    write_out(given.count("json") > 0
                  ? io::to_dry_run_json(inputs.profile, report, loads)
                  : report::screening_tables(inputs.profile, report, loads,
                                             {terminal_width(), colours_wanted()}));
    return 0;
}

}  // namespace

Command screen_command() {
    Command command{
        .name = "screen",
        .summary = "Applies a profile to declarations and counts, without a clock",
        .usage = "PROFILE --declarations FILE... --mapping FILE [--scenario FILE]",
        .examples =
            "  greenlane screen profiles/green-baseline.toml --declarations 2020.csv --mapping "
            "profiles/mappings/kcs.toml\n"
            "  greenlane screen profiles/green-strict.toml --declarations 2020.csv --mapping "
            "profiles/mappings/kcs.toml --scenario scenarios/sea-port.toml\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = screen};
    command.positional.add("profile", -1);
    add_declaration_options(command.visible,
                            "what is screened (CSV, CSV.gz, or what `generate` wrote)");
    auto add = command.visible.add_options();
    add("scenario", options::value<std::string>()->value_name("FILE"),
        "whose stations and rosters tell the officer hours");
    add("seed", options::value<std::string>()->value_name("N"),
        "of lotteries and rates (default: the scenario's, or 1)");
    add("set", options::value<Texts>()->composing()->value_name("KEY=VALUE"),
        "changes one key of scenario or profile, e.g. rule.P017.rate=0.5");
    add("redact", "tells rules by their codes only, as these tables do in any case");
    add("json", "prints JSON instead of tables");
    return command;
}

}  // namespace greenlane::cli
