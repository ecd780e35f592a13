#include "greenlane/evaluation/evaluation.h"
#include "greenlane/io/evaluation.h"
#include "greenlane/report/evaluation_tables.h"

#include "cli/command.h"
#include "cli/labelled_declarations.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "cli/trials.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace greenlane::cli {

namespace {

using Texts = std::vector<std::string>;

/// `1%,2%,5%` or `0.01,0.02`: shares above 0, rising.
std::vector<double> rates(const std::string& text) {
    std::vector<double> rates;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const char* const last = text.data() + end;
        double rate = 0;
        auto [rest, error] = std::from_chars(text.data() + begin, last, rate);
        if (error == std::errc{} && rest != last && *rest == '%') {
            rate /= 100;
            ++rest;
        }
        if (error != std::errc{} || rest != last || !(rate > 0 && rate <= 1) ||
            (!rates.empty() && rate <= rates.back())) {
            usage_error("--at " + text + " is not a list of rising rates up to 100 %",
                        "--at 1%,2%,5%,10%");
        }
        rates.push_back(rate);
        begin = end + 1;
    }
    return rates;
}

evaluation::Per period_length(const std::string& text) {
    constexpr std::array<std::string_view, 3> words{"week", "month", "quarter"};
    const auto found = std::find(words.begin(), words.end(), text);
    if (found == words.end()) {
        usage_error("--per " + text + " is no length of a period", "week, month or quarter");
    }
    return static_cast<evaluation::Per>(found - words.begin());
}

evaluation::Question question_of(const options::variables_map& given) {
    evaluation::Question question;
    if (given.count("at") > 0) {
        question.rates = rates(given["at"].as<std::string>());
    }
    question.per = period_length(option<std::string>(given, "per", "month"));
    question.seed = whole_number(given, "seed", 0, question.seed);
    return question;
}

int evaluate(const options::variables_map& given) {
    const std::optional<DeclarationRequest> request = declaration_request(given);
    if (!request ||
        (given.count("profile") == 0 && given.count("score") == 0 && given.count("model") == 0)) {
        usage_error(request ? "nothing to judge: no profile, no --score and no --model"
                            : "no declarations given",
                    "greenlane evaluate --declarations 2021.csv --mapping kcs.toml --profile "
                    "profiles/green-baseline.toml");
    }
    const evaluation::Question question = question_of(given);
    watch_for_interrupt();
    const auto nomenclature = read_nomenclature(given);
    DeclarationFiles files(*request, question.seed);
    evaluation::Audit audit(nomenclature ? &*nomenclature : nullptr,
                            files.mapping() ? files.mapping()->hs_edition : 0);
    add_training_files(given, *request, question.seed, audit);
    Trials trials = run_trials(given, files, audit, question.seed);
    const evaluation::AuditReport audited = audit.report();
    const evaluation::Evaluation evaluation =
        evaluation::evaluate(trials.sample, trials.goods, std::move(trials.candidates), question);
    if (given.count("csv") > 0) {
        write_file(given["csv"].as<std::string>(), io::to_evaluation_csv(evaluation));
    }
    const std::string source = files.mapping() ? files.mapping()->source : "";
    write_out(given.count("json") > 0
                  ? io::to_evaluation_json(evaluation, audited)
                  : report::evaluation_tables(evaluation, audited, source,
                                              {terminal_width(), colours_wanted()}));
    return 0;
}

}  // namespace

Command evaluate_command() {
    Command command{
        .name = "evaluate",
        .summary = "Judges profiles and scores on declarations with known outcome",
        .usage = "--declarations FILE... --mapping FILE --profile FILE...",
        .examples =
            "  greenlane evaluate --declarations 2021.csv --mapping profiles/mappings/kcs.toml "
            "--profile profiles/green-baseline.toml\n"
            "  greenlane evaluate --declarations 2021.csv --mapping profiles/mappings/kcs.toml "
            "--profile today.toml tomorrow.toml --at 5%,10% --per week\n"
            "  greenlane evaluate --declarations 2021.csv --mapping scored.toml --score --against "
            "2020.csv --json\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = evaluate};
    add_declaration_options(command.visible,
                            "what is judged on (CSV, CSV.gz, or what `generate` wrote)");
    auto add = command.visible.add_options();
    add("profile", options::value<Texts>()->multitoken()->value_name("FILE..."),
        "risk profiles; 'recorded' for what the records say");
    add("score", "judges the column of scores that the mapping names");
    add("model", options::value<Texts>()->multitoken()->value_name("DIR..."),
        "judges the scores of models that `train` wrote");
    add("set", options::value<Texts>()->composing()->value_name("KEY=VALUE"),
        "changes one key of the profiles, e.g. rule.P017.points=20");
    add("seed", options::value<std::string>()->value_name("N"),
        "of lotteries, rates and the bootstrap (default 1)");
    add("at", options::value<std::string>()->value_name("RATES"),
        "inspection rates (default 1%,2%,5%,10%)");
    add("per", options::value<std::string>()->value_name("PERIOD"),
        "week, month (default) or quarter");
    add("scenario", options::value<std::string>()->value_name("FILE"),
        "whose stations tell the officer hours of a control");
    add_audit_options(command.visible);
    add("csv", options::value<std::string>()->value_name("FILE"),
        "writes every figure to this file, one a row");
    add("redact", "tells rules by their codes only, as evaluations do in any case");
    add("json", "prints JSON instead of tables");
    return command;
}

}  // namespace greenlane::cli
