#include "greenlane/io/profile.h"

#include "greenlane/io/lists.h"

#include "io/overrides.h"
#include "io/toml_reader.h"

#include <system_error>

namespace greenlane::io {

namespace {

using profile::ProfileDefinition;
using profile::RuleDefinition;

std::string plain_text(TomlTable& table, std::string_view key) {
    const auto text = table.text(key);
    return text ? text->value : std::string{};
}

profile::SamplingDefinition read_sampling(TomlTable& table) {
    return {.plan = table.text("plan").value_or(Located<std::string>{{}, table.position()}),
            .pathway = table.texts("pathway").value_or(
                Located<LocatedList<std::string>>{{}, table.position()}),
            .levels = table.numbers("levels"),
            .share = table.number("share"),
            .clearance = table.integer("clearance"),
            .spacing = table.integer("spacing"),
            .reinstatement = table.integer("reinstatement")};
}

RuleDefinition read_rule(TomlTable& table) {
    RuleDefinition rule;
    rule.code = table.text("code").value_or(Located<std::string>{{}, table.position()});
    rule.when = table.text("when");
    rule.lane = table.text("lane");
    rule.rate = table.number("rate");
    rule.points = table.integer("points");
    rule.nii = table.boolean("nii");
    rule.mandatory = table.boolean("mandatory");
    rule.risk = table.text("risk");
    rule.agreement = table.text("agreement");
    if (auto valid = table.table("valid")) {
        rule.valid = {valid->date("from"), valid->date("to")};
    }
    rule.reason = plain_text(table, "reason");
    rule.owner = plain_text(table, "owner");
    rule.legal_basis = plain_text(table, "legal_basis");
    if (const auto review_by = table.date("review_by")) {
        rule.review_by = review_by->value;
    }
    return rule;
}

void read_capacity(TomlTable table, ProfileDefinition& definition) {
    for (const Located<std::string>& lane : table.keys()) {
        if (auto limit = table.table(lane.value)) {
            limit->require("per_day");
            definition.capacity.push_back({lane,
                                           limit->integer("per_day").value_or(
                                               Located<std::int64_t>{0, limit->place("per_day")}),
                                           limit->text("decide"), limit->text("overflow")});
        }
    }
}

ProfileDefinition read_definition(TomlTable& root) {
    ProfileDefinition definition;
    root.require("profile");
    // A name that is missing is reported here, and once.
    definition.name = {"unnamed", root.position()};
    if (auto table = root.table("profile")) {
        table->require("name");
        definition.name = table->text("name").value_or(definition.name);
        definition.random_rate = table->number("random_rate");
        definition.random_lane = table->text("random_lane");
    }
    if (auto table = root.table("thresholds")) {
        definition.thresholds = {table->integer("yellow"), table->integer("red")};
    }
    if (auto table = root.table("capacity")) {
        read_capacity(*table, definition);
    }
    if (auto table = root.table("model")) {
        table->require("file");
        profile::ModelDefinition& model = definition.model.emplace();
        model.file = table->text("file").value_or(model.file);
        model.points = table->integer("points").value_or(model.points);
    }
    for (TomlTable& rule : root.tables("rule")) {
        definition.rules.push_back(read_rule(rule));
    }
    for (TomlTable& sampling : root.tables("sampling")) {
        RuleDefinition& rule = definition.rules.emplace_back(read_rule(sampling));
        rule.sampling = read_sampling(sampling);
    }
    return definition;
}

/// What is wrong with the model stands where the profile names it.
void read_score(const profile::ModelDefinition& model, const std::filesystem::path& folder,
                ProfileFile& result, Diagnostics& diagnostics) {
    if (model.file.value.empty()) {
        return;
    }
    try {
        const std::filesystem::path directory = folder / model.file.value;
        const ModelFile read = read_model(directory);
        for (const char* name : {ModelFiles::description_name, ModelFiles::tables_name}) {
            result.files.push_back((directory / name).string());
        }
        result.score = std::make_shared<const screening::FrozenScore>(read.model);
        result.window = read.window;
    } catch (const InputError& error) {
        const Diagnostic& found = error.diagnostics().all().front();
        const std::string file = found.position.file ? *found.position.file : "";
        diagnostics.error(model.file.position, file + ": " + found.message, found.hint);
    }
}

/// Adds the files of the lists to `files`.
profile::Lists read_lists(TomlTable& root, const std::filesystem::path& folder,
                          std::vector<std::string>& files) {
    constexpr std::string_view watch_lists_key = "watchlists";
    Diagnostics& diagnostics = root.diagnostics();
    auto table = root.table("lists");
    const auto stated = table ? table->text(watch_lists_key) : std::nullopt;
    const auto watch_lists = folder / (stated ? stated->value : std::string(watch_lists_key));
    std::error_code status;
    profile::Lists lists;
    if (std::filesystem::is_directory(watch_lists, status)) {
        lists = read_watch_lists(watch_lists, diagnostics);
        for (const std::filesystem::path& file : watch_list_files(watch_lists, status)) {
            files.push_back(file.string());
        }
    } else if (stated) {
        diagnostics.error(stated->position, "there is no folder " + watch_lists.string());
    }
    for (const Located<std::string>& key : table ? table->keys() : LocatedList<std::string>{}) {
        if (key.value == watch_lists_key) {
            continue;
        }
        if (const auto file = table->text(key.value)) {
            const std::filesystem::path path = folder / file->value;
            lists.word_lists.push_back({key.value, read_word_list(path, diagnostics)});
            files.push_back(path.string());
        }
    }
    return lists;
}

}  // namespace

std::optional<ProfileFile> read_profile(const std::filesystem::path& file,
                                        std::span<const std::string> overrides,
                                        Diagnostics& diagnostics) {
    auto document = TomlDocument::read(file, diagnostics);
    if (!document) {
        return std::nullopt;
    }
    apply_overrides(*document, overrides, Owner::profile, diagnostics);
    TomlTable root = document->root(diagnostics);
    ProfileFile result;
    result.definition = read_definition(root);
    result.files = {file.string()};
    result.lists =
        std::make_shared<const profile::Lists>(read_lists(root, file.parent_path(), result.files));
    if (result.definition.model) {
        read_score(*result.definition.model, file.parent_path(), result, diagnostics);
    }
    result.text = document->text();
    root.finish();
    return result;
}

}  // namespace greenlane::io
