#include "greenlane/io/scenario.h"

#include "io/flow_reader.h"
#include "io/learning_reader.h"
#include "io/overrides.h"
#include "io/process_reader.h"
#include "io/toml_reader.h"
#include "io/uncertainty_reader.h"

#include <utility>

namespace greenlane::io {

namespace {

using engine::Factor;
using engine::ScenarioDefinition;

constexpr std::string_view recorded = "recorded";

void refuse_unless(bool allowed, const SourcePosition& position, std::string message,
                   Diagnostics& diagnostics, std::string hint = {}) {
    if (!allowed) {
        diagnostics.error(position, std::move(message), std::move(hint));
    }
}

/// Local time minus UTC, from "+05:00".
Duration read_utc_offset(TomlTable& table) {
    const auto text = table.text("utc_offset");
    if (!text) {
        return 0;
    }
    const bool signed_zone =
        !text->value.empty() && (text->value.front() == '+' || text->value.front() == '-');
    const auto midnight =
        signed_zone ? parse_instant("1970-01-01T00:00" + text->value) : std::nullopt;
    refuse_unless(midnight.has_value(), text->position,
                  "'utc_offset' must be local time minus UTC, such as \"+05:00\"",
                  table.diagnostics());
    return -midnight.value_or(0);
}

void read_seed(TomlTable& table, ScenarioDefinition& scenario) {
    if (const auto seed = table.integer("seed")) {
        refuse_unless(seed->value >= 0, seed->position, "'seed' must be at least 0",
                      table.diagnostics());
        scenario.seed = {static_cast<std::uint64_t>(seed->value), seed->position};
    }
}

/// A duration, or `auto`.
void read_warmup(TomlTable& table, ScenarioDefinition& scenario) {
    scenario.warmup = {0, table.place("warmup")};
    const bool is_text = table.kind("warmup") == TomlValue::Kind::text;
    const std::string text = is_text ? table.text("warmup")->value : std::string();
    if (text == "auto") {
        scenario.finds_warmup = true;
    } else if (is_text && !parse_duration(text)) {
        table.diagnostics().error(
            scenario.warmup.position,
            "'warmup' must be a duration such as \"24min\", \"6h\" or \"3d\", or \"auto\", not '" +
                text + '\'');
    } else if (const auto warmup = table.duration("warmup")) {
        scenario.warmup = *warmup;
    }
}

void read_horizon(TomlTable& table, ScenarioDefinition& scenario) {
    Diagnostics& diagnostics = table.diagnostics();
    table.require("start");
    table.require("duration");
    scenario.start = table.instant("start").value_or(Located<Instant>{0, table.place("start")});
    const auto duration = table.duration("duration");
    scenario.duration = duration.value_or(Located<Duration>{0, table.place("duration")});
    read_warmup(table, scenario);
    if (duration) {
        refuse_unless(duration->value > 0, duration->position, "'duration' must be more than 0",
                      diagnostics);
    }
    scenario.utc_offset = read_utc_offset(table);
}

void read_currency(TomlTable& table, ScenarioDefinition& scenario) {
    if (const auto currency = table.text("currency")) {
        scenario.currency = *currency;
    }
    if (const auto digits = table.integer("minor_digits")) {
        refuse_unless(digits->value >= 0 && digits->value <= 4, digits->position,
                      "'minor_digits' must be between 0 and 4", table.diagnostics());
        scenario.minor_digits = static_cast<int>(digits->value);
    }
}

void read_head(TomlTable& table, const std::filesystem::path& file, ScenarioDefinition& scenario) {
    table.require("name");
    scenario.name = table.text("name").value_or(Located<std::string>{{}, table.position()});
    read_seed(table, scenario);
    read_horizon(table, scenario);
    if (const auto replications = table.integer("replications")) {
        refuse_unless(replications->value >= 1, replications->position,
                      "'replications' must be at least 1", table.diagnostics());
        scenario.replications = *replications;
    }
    read_currency(table, scenario);
    scenario.profile = table.text("profile");
    if (scenario.profile && scenario.profile->value != recorded) {
        scenario.profile->value =
            (file.parent_path() / scenario.profile->value).lexically_normal().string();
    }
}

void read_targets(TomlTable& table, engine::TargetsDefinition& targets) {
    for (const auto& [key, target] : {std::pair{"release_within", &targets.release_within},
                                      std::pair{"restricted_to", &targets.restricted_to}}) {
        if (const auto duration = table.duration(key)) {
            refuse_unless(duration->value > 0, duration->position,
                          '\'' + std::string(key) + "' must be more than 0", table.diagnostics());
            *target = *duration;
        }
    }
    if (auto wanted = table.table("kpi")) {
        for (const Located<std::string>& id : wanted->keys()) {
            if (const auto value = wanted->number(id.value)) {
                targets.kpi.push_back({id, value->value});
            }
        }
    }
}

/// One number, or `[low, value, high]`.
Factor read_factor(TomlTable& table, std::string_view key) {
    const auto faulty = [&] {
        table.diagnostics().error(
            table.place(key),
            '\'' + std::string(key) +
                "' must be a number of at least 0, or [low, value, high], rising");
        return Factor{};
    };
    if (table.kind(key) != TomlValue::Kind::array) {
        const auto number = table.number(key);
        const double value = number ? number->value : 0;
        return value < 0 ? faulty() : Factor{value, value, value};
    }
    const auto numbers = table.numbers(key);
    if (!numbers || numbers->value.size() != 3) {
        return faulty();
    }
    const Factor factor{numbers->value[0].value, numbers->value[1].value, numbers->value[2].value};
    return 0 <= factor.low && factor.low <= factor.value && factor.value <= factor.high ? factor
                                                                                        : faulty();
}

engine::EmissionsDefinition read_emissions(TomlTable& table) {
    engine::EmissionsDefinition emissions;
    emissions.idling_kg_per_hour = read_factor(table, "idling_kg_per_hour");
    emissions.engine_on_share = read_factor(table, "engine_on_share");
    emissions.reefer_kg_per_hour = read_factor(table, "reefer_kg_per_hour");
    emissions.scan_kg = read_factor(table, "scan_kg");
    emissions.paper_g_per_document = read_factor(table, "paper_g_per_document");
    emissions.at_post_share = read_factor(table, "at_post_share");
    return emissions;
}

}  // namespace

std::optional<ScenarioDefinition> read_scenario(const std::filesystem::path& file,
                                                std::span<const std::string> overrides,
                                                Diagnostics& diagnostics) {
    auto document = TomlDocument::read(file, diagnostics);
    if (!document) {
        return std::nullopt;
    }
    apply_overrides(*document, overrides, Owner::scenario, diagnostics);
    TomlTable root = document->root(diagnostics);
    ScenarioDefinition scenario;
    scenario.position = root.position();
    scenario.text = document->text();
    root.require("scenario");
    if (auto table = root.table("scenario")) {
        read_head(*table, file, scenario);
    }
    scenario.flow = read_flow(root, file);
    scenario.process = read_process(root);
    if (auto table = root.table("targets")) {
        read_targets(*table, scenario.targets);
    }
    if (auto table = root.table("emissions")) {
        scenario.emissions = read_emissions(*table);
    }
    if (auto table = root.table("learning")) {
        read_learning_table(*table);
    }
    if (auto table = root.table("uncertainty")) {
        read_uncertainty_table(*table, document->value());
    }
    root.finish();
    return scenario;
}

}  // namespace greenlane::io
