#include "greenlane/io/learning.h"

#include "greenlane/core/calendar.h"
#include "greenlane/learning/loop_figures.h"

#include "io/figure_json.h"
#include "io/learning_reader.h"
#include "io/overrides.h"
#include "io/toml_reader.h"

namespace greenlane::io {

namespace {

using namespace learning;

void read_head(TomlTable& table, const std::filesystem::path& file, LearningScenario& scenario) {
    table.require("name");
    if (const auto name = table.text("name")) {
        scenario.name = name->value;
    }
    if (const auto seed = table.integer("seed")) {
        if (seed->value < 0) {
            table.diagnostics().error(seed->position, "'seed' must be at least 0");
        }
        scenario.definition.seed = static_cast<std::uint64_t>(seed->value);
        scenario.seeded = true;
    }
    if (const auto replications = table.integer("replications")) {
        if (replications->value < 1) {
            table.diagnostics().error(replications->position, "'replications' must be at least 1");
        }
        scenario.definition.replications = static_cast<std::size_t>(replications->value);
    }
    if (const auto profile = table.text("profile")) {
        scenario.profile = (file.parent_path() / profile->value).lexically_normal().string();
    }
    for (const char* of_a_run :
         {"start", "duration", "warmup", "utc_offset", "currency", "minor_digits"}) {
        table.has(of_a_run);
    }
    table.finish();
}

Json drift_json(const std::optional<Drift>& drift) {
    if (!drift) {
        return {};
    }
    return {{"field", drift->field},
            {"psi", drift->worst.psi},
            {"psi_noise", drift->worst.psi_noise},
            {"p", drift->p}};
}

void put_figures(Json& object, const LoopFigures& figures) {
    object["rows"] = figures.rows;
    object["violations"] = figures.violations;
    object["selected"] = figures.selected;
    object["precision"] = json_of(figures.precision);
    object["recall"] = json_of(figures.recall);
    object["revenue"] = json_of(figures.revenue);
    object["hits_of_best"] = json_of(figures.hits_of_best);
    object["revenue_of_best"] = json_of(figures.revenue_of_best);
    object["explored"] = json_of(figures.explored);
    object["oracle_precision"] = json_of(figures.oracle_precision);
    object["random_precision"] = json_of(figures.random_precision);
}

Json week_json(const LearningResult& result, std::size_t number) {
    const LearningWeek& week = result.weeks[number];
    Json object{{"week", number + 1}, {"begin", format_instant(week.begin)}, {"rate", week.rate}};
    put_figures(object, loop_figures(result, {&week, 1}));
    object["drift"] = drift_json(week.drift);
    return object;
}

Json exploration_json(const LearningResult& result) {
    const auto figures = exploration_figures(result);
    if (!figures) {
        return {};
    }
    return {{"explored_precision", json_of(figures->explored_precision)},
            {"displaced_precision", json_of(figures->displaced_precision)},
            {"hits_forgone", json_of(figures->hits_forgone)},
            {"hits_bought", json_of(figures->hits_bought)},
            {"twin_precision", json_of(figures->twin_precision)},
            {"difference", json_of(figures->difference)}};
}

}  // namespace

std::optional<LearningScenario> read_learning(const std::filesystem::path& file,
                                              std::span<const std::string> overrides,
                                              Diagnostics& diagnostics) {
    auto document = TomlDocument::read(file, diagnostics);
    if (!document) {
        return std::nullopt;
    }
    apply_overrides(*document, overrides, Owner::scenario, diagnostics);
    TomlTable root = document->root(diagnostics);
    LearningScenario scenario;
    root.require("scenario");
    if (root.require("learning")) {
        if (auto table = root.table("learning")) {
            scenario.definition = read_learning_table(*table);
            table->finish();
        }
    }
    if (auto table = root.table("scenario")) {
        read_head(*table, file, scenario);
    }
    return scenario;
}

std::string to_learning_json(const std::string& scenario, const LearningResult& result) {
    Json pooled;
    put_figures(pooled, loop_figures(result, result.weeks));
    Json weeks = Json::array();
    for (std::size_t week = 0; week < result.weeks.size(); ++week) {
        weeks.push_back(week_json(result, week));
    }
    const Json document{
        {"format", "greenlane-learning"},
        {"version", 1},
        {"note",
         "95 % intervals over replications: the chance of draws, given these declarations; "
         "oracle: as many by truth in each week; random: expected"},
        {"scenario", scenario},
        {"strategy", name(result.definition.strategy)},
        {"seed", result.definition.seed},
        {"replications", result.definition.replications},
        {"pooled", pooled},
        {"exploration", exploration_json(result)},
        {"weeks", weeks}};
    return document.dump(2) + '\n';
}

}  // namespace greenlane::io
