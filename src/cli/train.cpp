#include "greenlane/core/calendar.h"
#include "greenlane/io/model.h"
#include "greenlane/learning/training.h"
#include "greenlane/report/training_tables.h"

#include "cli/command.h"
#include "cli/declarations.h"
#include "cli/result_folder.h"
#include "cli/terminal.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

using learning::ModelKind;
using learning::TrainingDefinition;

Duration duration(const options::variables_map& given, const char* name, Duration otherwise) {
    if (given.count(name) == 0) {
        return otherwise;
    }
    const auto& text = given[name].as<std::string>();
    const std::optional<Duration> parsed = parse_duration(text);
    if (!parsed) {
        usage_error(fmt::format("--{} {} is not a duration", name, text), "7d, 36h or 2w");
    }
    return *parsed;
}

/// `20%`: less than all.
double percent_of_days(const std::string& text) {
    double value = -1;
    const char* const last = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), last, value);
    if (error != std::errc{} || rest + 1 != last || *rest != '%' || !(value >= 0 && value < 100)) {
        usage_error("--validation " + text + " is not a share of the days", "20%, or 0% for none");
    }
    return value / 100;
}

ModelKind model_kind(const std::string& text) {
    const std::optional<ModelKind> kind = learning::parse_model_kind(text);
    if (!kind) {
        const std::array<std::string_view, 3> kinds = {
            name(ModelKind::empirical_bayes), name(ModelKind::logistic), name(ModelKind::trees)};
        const std::string hint = did_you_mean(text, kinds);
        usage_error("there is no model '" + text + "'",
                    hint.empty() ? "empirical-bayes, logistic or trees" : hint);
    }
    return *kind;
}

std::vector<std::string> listed(const std::string& text) {
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        names.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return names;
}

TrainingDefinition definition_of(const options::variables_map& given) {
    TrainingDefinition definition;
    definition.kind = model_kind(option<std::string>(given, "model", "empirical-bayes"));
    if (given.count("features") > 0) {
        std::string unknown;
        definition.features = learning::named_definition(
            definition.kind, listed(given["features"].as<std::string>()), unknown);
        if (!definition.features) {
            usage_error("--features: '" + unknown + "' is nothing that the model could read",
                        definition.kind == ModelKind::empirical_bayes
                            ? "keys such as hs6,origin,hs6*origin,importer"
                            : "features such as risk(hs6*origin),volume(importer),value");
        }
        if (const std::string found = fault(*definition.features); !found.empty()) {
            usage_error("--features: " + found);
        }
    }
    definition.delay = duration(given, "delay", definition.delay);
    definition.half_life = duration(given, "half-life", 0);
    definition.weigh_by_revenue = given.count("weigh-by-revenue") > 0;
    if (given.count("seed") == 0) {
        usage_error("no seed: nothing could be repeated", "--seed 1");
    }
    definition.seed = whole_number(given, "seed", 0, 0);
    return definition;
}

/// Local midnight at which the last share of the days begins; `never` for none.
Instant validation_begin(DeclarationFiles& files, shipment::Epochs epochs, double share) {
    std::optional<std::int64_t> first;
    std::int64_t last = 0;
    files.read(epochs, [&](const shipment::Block& block, const shipment::Vocabulary&) {
        last = epochs.of(block.declarations.lodged.front());
        first = first.value_or(last);
    });
    if (!first || share == 0) {
        return never;
    }
    const auto days = static_cast<double>(last + 1 - *first);
    return epochs.begin(last + 1 - static_cast<std::int64_t>(share * days));
}

int train(const options::variables_map& given) {
    const std::optional<DeclarationRequest> request = declaration_request(given);
    if (!request || given.count("output") == 0) {
        usage_error(
            request ? "-o names the directory that the model goes to" : "no declarations given",
            "greenlane train --declarations 2020.csv --mapping "
            "profiles/mappings/kcs.toml --seed 1 -o models/kcs");
    }
    TrainingDefinition definition = definition_of(given);
    const double share = percent_of_days(option<std::string>(given, "validation", "20%"));
    const std::string folder_name = given["output"].as<std::string>();
    ResultFolder::expect_new(folder_name);
    watch_for_interrupt();
    DeclarationFiles files(*request, definition.seed);
    definition.epochs = {files.utc_offset(), 0};
    definition.validate_from = validation_begin(files, definition.epochs, share);

    learning::Trainer trainer(definition);
    const auto source = files.read(definition.epochs, [&](const shipment::Block& block,
                                                          const shipment::Vocabulary& vocabulary) {
        trainer.add(block, vocabulary);
    });
    const learning::Training training = std::move(trainer).finish(source->vocabulary());
    const io::ModelFiles written = io::to_model_files(training);
    ResultFolder folder(folder_name);
    folder.write(io::ModelFiles::tables_name, written.tables);
    folder.write(io::ModelFiles::description_name, written.description);
    folder.finish();
    write_out(given.count("json") > 0
                  ? written.description
                  : report::training_tables(training,
                                            files.mapping() ? files.mapping()->source : "",
                                            {terminal_width(), colours_wanted()}));
    return 0;
}

}  // namespace

Command train_command() {
    Command command{
        .name = "train",
        .summary = "Trains a score that a profile can name, and judges it on later days",
        .usage = "--declarations FILE... --mapping FILE --seed N -o MODEL",
        .examples =
            "  greenlane train --declarations 2020.csv --mapping profiles/mappings/kcs.toml --seed "
            "1 -o models/kcs\n"
            "  greenlane train --declarations 2020.csv --mapping profiles/mappings/kcs.toml --seed "
            "1 --model trees --validation 25% -o models/trees\n"
            "  greenlane train --declarations 2020.csv --mapping profiles/mappings/kcs.toml --seed "
            "1 --features hs6,origin,hs6*origin,importer -o models/small\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = train};
    add_declaration_options(command.visible,
                            "what is learnt from (CSV, CSV.gz, or what `generate` wrote)");
    auto add = command.visible.add_options();
    add("seed", options::value<std::string>()->value_name("N"),
        "of draws in fitting, of the bootstrap and of times of day; needed");
    add("output,o", options::value<std::string>()->value_name("MODEL"),
        "a new directory for the model; needed");
    add("model", options::value<std::string>()->value_name("KIND"),
        "empirical-bayes (default), logistic or trees");
    add("features", options::value<std::string>()->value_name("LIST"),
        "keys (hs6,hs6*origin) or, of logistic and trees, features (risk(hs6),value); default: "
        "what the columns allow");
    add("delay", options::value<std::string>()->value_name("TIME"),
        "from lodgement until an outcome is known (default 7d)");
    add("validation", options::value<std::string>()->value_name("SHARE"),
        "of the days, the last ones: they judge (default 20%)");
    add("half-life", options::value<std::string>()->value_name("TIME"),
        "an outcome of that age weighs half (default: all weigh alike)");
    add("weigh-by-revenue", "violations weigh by the duty evaded");
    add("json", "prints the model's description instead of tables");
    return command;
}

}  // namespace greenlane::cli
