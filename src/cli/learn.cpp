#include "greenlane/engine/replication.h"
#include "greenlane/io/learning.h"
#include "greenlane/io/profile.h"
#include "greenlane/learning/loop.h"
#include "greenlane/profile/compile.h"
#include "greenlane/report/learning_tables.h"

#include "cli/command.h"
#include "cli/labelled_declarations.h"
#include "cli/terminal.h"

#include <algorithm>
#include <optional>
#include <thread>

namespace greenlane::cli {

namespace {

using Texts = std::vector<std::string>;
using learning::LearningDefinition;
using learning::StrategyKind;

constexpr const char* example =
    "greenlane learn scenarios/learning-kcs.toml --declarations 2020.csv --mapping "
    "profiles/mappings/kcs.toml";

io::LearningScenario read_scenario(const options::variables_map& given) {
    const auto files = option<Texts>(given, "scenario", {});
    if (files.size() != 1) {
        usage_error(files.empty() ? "no scenario given" : "more than one scenario given", example);
    }
    const auto overrides = option<Texts>(given, "set", {});
    Diagnostics diagnostics;
    auto scenario = io::read_learning(files.front(), overrides, diagnostics);
    if (!scenario || diagnostics.has_errors()) {
        diagnostics.sort_by_place();
        throw InputError(Failure::usage, diagnostics);
    }
    if (!scenario->seeded && given.count("seed") == 0) {
        throw InputError(Failure::usage, files.front(), "the scenario gives no seed",
                         "--seed 1, or seed = 1 in [scenario]");
    }
    scenario->definition.seed = whole_number(given, "seed", 0, scenario->definition.seed);
    return std::move(*scenario);
}

bool follows_rules(const LearningDefinition& definition) {
    return definition.strategy == StrategyKind::rules ||
           std::any_of(definition.mix.begin(), definition.mix.end(),
                       [](const auto& share) { return share.kind == StrategyKind::rules; });
}

/// The scenario's profile, where the strategy follows its rules.
struct Rules {
    std::optional<profile::CompiledProfile> profile;
    std::shared_ptr<const screening::FrozenScore> score;
};
Rules read_rules(const options::variables_map& given, const io::LearningScenario& scenario,
                 int minor_digits) {
    Rules rules;
    if (!follows_rules(scenario.definition)) {
        return rules;
    }
    const auto file = given["scenario"].as<Texts>().front();
    if (!scenario.profile) {
        throw InputError(Failure::usage, file, "the strategy 'rules' needs a profile",
                         "profile = \"../profiles/green-baseline.toml\" in [scenario]");
    }
    Diagnostics diagnostics;
    if (auto read =
            io::read_profile(*scenario.profile, option<Texts>(given, "set", {}), diagnostics)) {
        rules.profile = profile::compile(read->definition, read->lists, minor_digits, diagnostics);
        rules.score = read->score;
    }
    if (diagnostics.has_errors()) {
        throw InputError(Failure::usage, diagnostics);
    }
    say(diagnostics);
    return rules;
}

int learn(const options::variables_map& given) {
    const io::LearningScenario scenario = read_scenario(given);
    const std::optional<DeclarationRequest> request = declaration_request(given);
    if (!request) {
        usage_error("no declarations given", example);
    }
    learning::LoopOptions options;
    options.jobs = static_cast<unsigned>(std::min<std::uint64_t>(
        whole_number(given, "jobs", 1, std::max(1u, std::thread::hardware_concurrency())), 1024));
    watch_for_interrupt();
    DeclarationFiles files(*request, scenario.definition.seed);
    const Rules rules = read_rules(given, scenario, files.minor_digits());
    options.profile = rules.profile ? &*rules.profile : nullptr;
    options.score = rules.score.get();
    options.epochs = {files.utc_offset(), rules.profile ? rules.profile->decide_at.value_or(0) : 0};

    learning::WeekCutter weeks(options.epochs);
    const auto source =
        read_labelled(files, options.epochs,
                      [&](const auto& block, const auto&, const evaluation::Labels& labels) {
                          weeks.add(block, labels);
                      });
    ProgressBar progress("learning", "weeks", 0);
    std::uint64_t played = 0;
    options.observe = [&] {
        progress.show(++played);
        return !interrupted();
    };
    const auto result = learning::run_loop(std::move(weeks).finish(), source->vocabulary(),
                                           scenario.definition, options);
    if (!result) {
        throw engine::Interrupted();
    }
    write_out(given.count("json") > 0
                  ? io::to_learning_json(scenario.name, *result)
                  : report::learning_tables(scenario.name, *result,
                                            files.mapping() ? files.mapping()->source : "",
                                            {terminal_width(), colours_wanted()}));
    return 0;
}

}  // namespace

Command learn_command() {
    Command command{
        .name = "learn",
        .summary = "Plays targeting forward week by week: select, inspect, find out, refit",
        .usage = "SCENARIO --declarations FILE... --mapping FILE",
        .examples =
            "  greenlane learn scenarios/learning-kcs.toml --declarations 2020.csv 2021.csv "
            "--mapping profiles/mappings/kcs.toml\n"
            "  greenlane learn scenarios/learning-kcs.toml --declarations 2020.csv --mapping "
            "profiles/mappings/kcs.toml --set learning.strategy=thompson --json\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = learn};
    command.positional.add("scenario", -1);
    add_declaration_options(command.visible,
                            "what is played (CSV, CSV.gz, or what `generate` wrote)");
    auto add = command.visible.add_options();
    add("seed", options::value<std::string>()->value_name("N"), "instead of the scenario's");
    add("set", options::value<Texts>()->composing()->value_name("KEY=VALUE"),
        "changes one key of the scenario or its profile, e.g. learning.rate=0.05");
    add("jobs", options::value<std::string>()->value_name("N"),
        "replications played at a time (default: one a processor); changes no figure");
    add("json", "prints JSON instead of tables");
    return command;
}

}  // namespace greenlane::cli
