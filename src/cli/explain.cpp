#include "greenlane/engine/explanation.h"
#include "greenlane/experiment/why_not.h"
#include "greenlane/io/explanation.h"
#include "greenlane/report/explanation_tables.h"

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/terminal.h"

namespace greenlane::cli {

namespace {

/// So many changes of the profile are worth reading.
constexpr std::size_t changes_shown = 5;

/// The scenario alone, for read_inputs(), and the name of the shipment behind it.
std::string take_shipment(options::variables_map& given) {
    auto& words = given.at("scenario").as<std::vector<std::string>>();
    if (words.size() != 2) {
        usage_error("explain takes a scenario and one shipment",
                    "greenlane explain scenarios/sea-port.toml 17");
    }
    std::string shipment = std::move(words.back());
    words.pop_back();
    return shipment;
}

int explain(const options::variables_map& all) {
    if (all.count("scenario") == 0) {
        usage_error("explain takes a scenario and one shipment",
                    "greenlane explain scenarios/sea-port.toml 17");
    }
    options::variables_map given = all;
    const std::string name = take_shipment(given);
    const bool redacted = given.count("redact") > 0;
    const Inputs inputs = read_inputs(given);
    const engine::CompiledScenario& scenario = inputs.scenario;
    const std::uint64_t replication =
        whole_number(given, "replication", 0, scenario.feed->first_replication());
    const bool asks_why_not = given.count("why-not") > 0;
    if (asks_why_not && (!scenario.profile || scenario.profile->recorded)) {
        usage_error("--why-not changes a profile, and there is none to change",
                    "--profile profiles/green-baseline.toml");
    }
    const auto goes_on = [] { return !interrupted(); };
    const std::uint64_t shipment = engine::find_shipment(scenario, replication, name);
    const engine::Explanation explanation =
        engine::explain(scenario, replication, shipment, goes_on);
    std::optional<experiment::WhyNot> why_not;
    if (asks_why_not) {
        why_not = experiment::why_not(scenario, explanation, changes_shown, goes_on);
    }
    if (given.count("json") > 0) {
        write_out(io::to_explanation_json(scenario, explanation, why_not ? &*why_not : nullptr,
                                          redacted));
        return 0;
    }
    report::ExplanationView view{.traders = {}, .redacted = redacted};
    if (!redacted) {
        view.traders = io::trader_pseudonyms(explanation, scenario.seed);
    }
    const report::Terminal terminal{terminal_width(), colours_wanted()};
    write_out(report::explanation_tables(scenario, explanation, view, terminal) +
              (why_not ? report::why_not_tables(*why_not, view, terminal) : ""));
    return 0;
}

}  // namespace

Command explain_command() {
    Command command{
        .name = "explain",
        .summary = "Says why one shipment went where it did, and what would have changed it",
        .usage = "SCENARIO SHIPMENT [--replication R] [--why-not]",
        .examples =
            "  greenlane explain scenarios/sea-port.toml 17\n"
            "  greenlane explain scenarios/sea-port.toml 17 --why-not\n"
            "  greenlane explain scenarios/sea-port.toml 97061800 --declarations 2020.csv "
            "--mapping profiles/mappings/kcs.toml --redact --json\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = explain};
    command.positional.add("scenario", -1);
    add_input_options(command.visible, true);
    auto add = command.visible.add_options();
    add("replication", options::value<std::string>()->value_name("R"),
        "which replication (default: the first)");
    add("why-not", "the smallest changes of the profile that would have stopped it");
    add("redact", "rule codes only: no conditions, no reasons, no identities");
    add("json", "prints JSON instead of tables");
    return command;
}

}  // namespace greenlane::cli
