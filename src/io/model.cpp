#include "greenlane/io/model.h"

#include "greenlane/core/calendar.h"
#include "greenlane/io/digest.h"

#include "io/model_tables.h"

#include <charconv>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

namespace greenlane::io {

namespace {

using nlohmann::ordered_json;
using namespace screening;
using learning::ModelKind;

constexpr int version = 1;
constexpr const char* format = "greenlane-model";

template <typename Named>
ordered_json names_of(const std::vector<Named>& list) {
    ordered_json names = ordered_json::array();
    for (const Named& each : list) {
        names.push_back(name(each));
    }
    return names;
}

ordered_json to_json(const FeatureDefinition& definition) {
    ordered_json chains = ordered_json::array();
    for (const RiskChain& chain : definition.chains) {
        chains.push_back({{"keys", names_of(chain.keys)}, {"strengths", chain.strengths}});
    }
    return {{"effects", names_of(definition.effects)},
            {"chains", chains},
            {"features", names_of(definition.features)},
            {"half_life_ms", definition.half_life}};
}

ordered_json to_json(const std::optional<kpi::Figure>& figure) {
    if (!figure) {
        return nullptr;
    }
    const auto& interval = figure->interval;
    return {{"mean", figure->mean},
            {"ci_low", interval ? ordered_json(interval->low) : nullptr},
            {"ci_high", interval ? ordered_json(interval->high) : nullptr}};
}

ordered_json to_json(const std::optional<evaluation::RankingFigures>& figures) {
    if (!figures) {
        return nullptr;
    }
    ordered_json at = ordered_json::array();
    for (const evaluation::SelectionFigures& each : figures->at) {
        at.push_back({{"rate", each.at.rate},
                      {"selected", each.at.selected},
                      {"precision", to_json(each.precision)},
                      {"recall", to_json(each.recall)}});
    }
    return {{"rows", figures->rows},
            {"violations", figures->violations},
            {"auc", to_json(figures->auc)},
            {"average_precision", to_json(figures->average_precision)},
            {"at", at}};
}

ordered_json to_json(const std::optional<learning::Validation>& validation) {
    if (!validation) {
        return nullptr;
    }
    return {{"from", format_instant(validation->from)},
            {"all", to_json(std::optional(validation->all))},
            {"seen", to_json(validation->seen)},
            {"novel", to_json(validation->novel)}};
}

ordered_json to_json(const std::vector<learning::Term>& terms) {
    ordered_json list = ordered_json::array();
    for (const learning::Term& term : terms) {
        ordered_json each{{"name", term.name}, {"spread", term.spread}};
        if (term.coefficient) {
            each["coefficient"] = *term.coefficient;
            each["ci_low"] = term.interval->low;
            each["ci_high"] = term.interval->high;
        }
        list.push_back(std::move(each));
    }
    return list;
}

/// What a description says that the model needs; names are checked here, their sense by fault().
class DescriptionReader {
public:
    explicit DescriptionReader(std::string file) : file_(std::move(file)) {}

    [[noreturn]] void refuse(const std::string& message, const std::string& hint = {}) const {
        throw InputError(Failure::usage, file_, message, hint);
    }

    ModelFile read(const std::string& text, std::string& tables_checksum) const {
        try {
            const auto json = ordered_json::parse(text);
            if (json.at("format") != format) {
                refuse("does not describe a model of greenlane");
            }
            if (json.at("version") != version) {
                refuse("is of version " + json.at("version").dump() +
                           ", of which this greenlane knows nothing",
                       "train the model anew");
            }
            return read(json, tables_checksum);
        } catch (const nlohmann::json::exception&) {
            refuse("is damaged: not a model's description", "train the model anew");
        }
    }

private:
    ModelFile read(const ordered_json& json, std::string& tables_checksum) const {
        ModelFile file;
        const auto kind = learning::parse_model_kind(json.at("kind").get<std::string>());
        const auto begin = parse_instant(json.at("window").at("begin").get<std::string>());
        const auto end = parse_instant(json.at("window").at("end").get<std::string>());
        if (!kind || !begin || !end) {
            refuse("is damaged: no such kind of model, or no such date", "train the model anew");
        }
        file.kind = *kind;
        file.window = {*begin, *end};
        json.at("fingerprint").get_to(file.fingerprint);
        json.at("tables").at("checksum").get_to(tables_checksum);
        file.model.definition = definition(json.at("reads"));
        switch (file.kind) {
            case ModelKind::empirical_bayes:
                file.model.model = RandomEffectsModel{};
                break;
            case ModelKind::logistic:
                file.model.model = LogisticModel{};
                break;
            case ModelKind::trees:
                file.model.model = ForestModel{};
                break;
        }
        return file;
    }

    FeatureDefinition definition(const ordered_json& json) const {
        FeatureDefinition made;
        for (const ordered_json& text : json.at("effects")) {
            made.effects.push_back(known(parse_group_key(text.get<std::string>()), text));
        }
        for (const ordered_json& text : json.at("features")) {
            made.features.push_back(known(parse_feature(text.get<std::string>()), text));
        }
        for (const ordered_json& each : json.at("chains")) {
            RiskChain chain;
            for (const ordered_json& text : each.at("keys")) {
                chain.keys.push_back(known(parse_group_key(text.get<std::string>()), text));
            }
            each.at("strengths").get_to(chain.strengths);
            made.chains.push_back(std::move(chain));
        }
        if (!json.at("half_life_ms").is_number_integer()) {
            refuse("is damaged: the half-life is no whole number", "train the model anew");
        }
        json.at("half_life_ms").get_to(made.half_life);
        if (const std::string found = fault(made); !found.empty()) {
            refuse("is damaged: " + found, "train the model anew");
        }
        return made;
    }

    template <typename T>
    T known(const std::optional<T>& parsed, const ordered_json& text) const {
        if (!parsed) {
            refuse("reads " + text.dump() + ", which this greenlane does not know",
                   "train the model anew");
        }
        return *parsed;
    }

    std::string file_;
};

std::string whole_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        throw InputError(Failure::usage, path.string(), "cannot be read",
                         "a model is a directory that `greenlane train -o` wrote");
    }
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

}  // namespace

ModelFiles to_model_files(const learning::Training& training) {
    ModelFiles files;
    files.tables = to_tables(training.model);
    const ordered_json json{
        {"format", format},
        {"version", version},
        {"kind", name(training.kind)},
        {"fingerprint", hexadecimal(training.fingerprint)},
        {"seed", training.seed},
        {"window",
         {{"begin", format_instant(training.begin)}, {"end", format_instant(training.end)}}},
        {"counts",
         {{"declarations", training.declarations},
          {"labelled", training.labelled},
          {"violations", training.violations}}},
        {"delay_ms", training.delay},
        {"weighed_by_revenue", training.weighed_by_revenue},
        {"reads", to_json(training.model.definition)},
        {"validation", to_json(training.validation)},
        {"terms", to_json(training.terms)},
        {"notes", training.notes},
        {"tables",
         {{"file", ModelFiles::tables_name},
          {"bytes", files.tables.size()},
          {"checksum", hexadecimal(checksum(files.tables))}}}};
    files.description = json.dump(2) + '\n';
    return files;
}

ModelFile read_model(const std::filesystem::path& directory) {
    std::error_code status;
    if (!std::filesystem::is_directory(directory, status)) {
        throw InputError(Failure::usage, directory.string(), "there is no such model yet",
                         "greenlane train --declarations FILE... --mapping FILE --seed 1 -o " +
                             directory.string());
    }
    const std::filesystem::path description = directory / ModelFiles::description_name;
    const std::filesystem::path tables = directory / ModelFiles::tables_name;
    std::string expected;
    ModelFile file =
        DescriptionReader(description.string()).read(whole_file(description), expected);
    const std::string bytes = whole_file(tables);
    const DescriptionReader of_tables(tables.string());
    if (hexadecimal(checksum(bytes)) != expected) {
        of_tables.refuse("is damaged, or of another model: its checksum is not the one described",
                         "train the model anew");
    }
    std::string found = read_tables(bytes, file.model);
    if (found.empty()) {
        found = fault(file.model);
    }
    if (!found.empty()) {
        of_tables.refuse("is damaged: " + found, "train the model anew");
    }
    return file;
}

}  // namespace greenlane::io
