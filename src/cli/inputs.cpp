#include "cli/inputs.h"

#include "greenlane/io/declaration_hdf5.h"
#include "greenlane/io/overrides.h"
#include "greenlane/io/scenario.h"

#include "cli/terminal.h"
#include "cli/uncertainty.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <span>
#include <sstream>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

using Texts = std::vector<std::string>;

/// The profile that replays what was decided.
constexpr std::string_view recorded = "recorded";

Texts texts(const options::variables_map& given, const char* name) {
    return option<Texts>(given, name, {});
}

void add(Texts& files, const Texts& more) {
    files.insert(files.end(), more.begin(), more.end());
}

/// The profile that counts: the option's, or else the scenario's. Its lists also tell which goods
/// are regulated where the profile itself selects nobody.
struct ProfileRead {
    std::string name = "none";
    std::optional<profile::ProfileDefinition> definition;
    std::shared_ptr<const profile::Lists> lists;
    std::shared_ptr<const screening::FrozenScore> score;
};

ProfileRead read_profile(const InputRequest& request, const engine::ScenarioDefinition& scenario,
                         Inputs& inputs, Diagnostics& diagnostics) {
    ProfileRead read;
    const std::string own = scenario.profile ? scenario.profile->value : std::string{};
    const std::string& chosen = request.profile.empty() ? own : request.profile;
    if (chosen.empty()) {
        return read;
    }
    const bool replays_records = chosen == recorded;
    const std::string file = replays_records ? own : chosen;
    if (!file.empty() && file != recorded) {
        auto read_file = io::read_profile(file, request.overrides, diagnostics);
        if (!read_file) {
            return read;
        }
        read.lists = read_file->lists;
        add(inputs.files, read_file->files);
        if (!replays_records) {
            inputs.texts.push_back({"profile", file, read_file->text});
            read.definition = std::move(read_file->definition);
            read.score = read_file->score;
        }
    }
    if (replays_records) {
        read.definition = profile::recorded_profile();
    }
    read.name = read.definition->name.value;
    return read;
}

std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// A post without stations, where and when the declarations are from.
engine::ScenarioDefinition no_scenario(const InputRequest& request) {
    engine::ScenarioDefinition scenario;
    scenario.name.value = "dry run";
    scenario.duration.value = day;
    const DeclarationRequest& declarations = *request.declarations;
    if (declarations.mapping.empty()) {
        check_declarations(declarations);
        scenario.utc_offset =
            io::open_stored_declarations(declarations.files.front(), declarations.truth, {})
                .label.utc_offset;
    }
    return scenario;
}

/// Where goods codes or money of the records are not those that lists and profile speak of.
void warn_of_differences(const io::MappingDefinition& mapping,
                         const engine::ScenarioDefinition& scenario, const profile::Lists* lists,
                         Diagnostics& diagnostics) {
    const SourcePosition place{std::make_shared<const std::string>(mapping.file), 0, 0};
    const std::span<const profile::WatchList> watch_lists =
        lists != nullptr ? std::span(lists->watch_lists) : std::span<const profile::WatchList>{};
    const auto other = std::find_if(
        watch_lists.begin(), watch_lists.end(),
        [&](const profile::WatchList& list) { return list.hs_edition != mapping.hs_edition; });
    if (other != watch_lists.end()) {
        diagnostics.warning(
            place,
            fmt::format("goods codes are of HS {}, the watch list of {} is of HS {}: codes that "
                        "changed in between are missed, or taken for others",
                        mapping.hs_edition, other->agreement, other->hs_edition),
            "correlate the lists to the edition of the declarations");
    }
    if (!mapping.currency.empty() && mapping.currency != scenario.currency.value) {
        diagnostics.warning(place,
                            fmt::format("amounts are in {}, those of the profile taken to be in {}",
                                        mapping.currency, scenario.currency.value),
                            "convert them with `currency` and `exchange` in the mapping");
    }
}

}  // namespace

void add_input_options(options::options_description& described, bool replays) {
    auto add = described.add_options();
    add("profile", options::value<std::string>()->value_name("FILE"),
        "risk profile, instead of the scenario's; 'recorded' for what the records say");
    add("seed", options::value<std::string>()->value_name("N"), "instead of the scenario's");
    add("set", options::value<Texts>()->composing()->value_name("KEY=VALUE"),
        "changes one key of scenario or profile, e.g. roster.scanners.servers=2");
    if (!replays) {
        return;
    }
    add_declaration_options(described,
                            "replays these declarations (CSV, CSV.gz, or what `generate` wrote)");
}

void expect_records(const InputRequest& request) {
    if (!request.declarations && request.profile == recorded) {
        usage_error("the profile 'recorded' replays what was decided: it needs --declarations");
    }
}

InputRequest request_of_one(const options::variables_map& given, const char* example) {
    const Texts scenarios = texts(given, "scenario");
    if (scenarios.size() != 1) {
        usage_error(scenarios.empty() ? "no scenario given" : "more than one scenario given",
                    example);
    }
    InputRequest request{.scenario = scenarios.front(),
                         .profile = {},
                         .overrides = texts(given, "set"),
                         .seed = {},
                         .declarations = {}};
    if (given.count("seed") > 0) {
        request.seed = whole_number(given, "seed", 0, 0);
    }
    return request;
}

InputRequest input_request(const options::variables_map& given, bool replays) {
    InputRequest request = request_of_one(given, "greenlane run scenarios/sea-port.toml");
    request.profile = option<std::string>(given, "profile", "");
    if (replays) {
        request.declarations = declaration_request(given);
        expect_records(request);
    }
    request.draws_parameters = given.count("parameter-uncertainty") > 0;
    return request;
}

Inputs read_inputs(const options::variables_map& given, bool replays) {
    Replays replayed;
    Inputs inputs = read_inputs(input_request(given, replays), replayed);
    say(inputs.diagnostics);
    return inputs;
}

Inputs read_inputs(const InputRequest& asked, Replays& replays) {
    Inputs inputs;
    Diagnostics diagnostics;
    watch_for_interrupt();
    std::optional<engine::ScenarioDefinition> scenario;
    if (asked.scenario.empty()) {
        scenario = no_scenario(asked);
    } else {
        scenario = io::read_scenario(asked.scenario, asked.overrides, diagnostics);
        if (!scenario) {
            throw InputError(Failure::usage, diagnostics);
        }
        inputs.texts.push_back({"scenario", asked.scenario, scenario->text});
        add(inputs.files, {asked.scenario});
        if (scenario->flow.goods && !scenario->flow.goods->catalogue.empty()) {
            add(inputs.files, {*scenario->flow.goods->catalogue.front().position.file});
        }
    }
    const std::optional<DeclarationRequest>& request = asked.declarations;
    const ProfileRead profile = read_profile(asked, *scenario, inputs, diagnostics);
    inputs.profile = profile.name;
    inputs.replications = static_cast<std::uint64_t>(scenario->replications.value);

    engine::ScenarioParts parts;
    parts.seed = asked.seed;
    if (request && !diagnostics.has_errors()) {
        ReplayRead replay = replays.read(
            {.declarations = *request,
             .seed = parts.seed.value_or(scenario->seed ? scenario->seed->value : 0),
             .horizon = {scenario->start.value, scenario->duration.value, scenario->utc_offset},
             .hour_of_day = scenario->flow.arrivals.hour_of_day.value});
        diagnostics.append(replay.diagnostics);
        if (profile.definition && profile.definition->recorded) {
            expect_lanes(*request, replay.mapping);
        }
        if (replay.mapping) {
            inputs.texts.push_back({"mapping", request->mapping, text_of(request->mapping)});
            add(inputs.files, {request->mapping});
            warn_of_differences(*replay.mapping, *scenario, profile.lists.get(), diagnostics);
            // The records' own clock and money: the post is where the declarations are from.
            scenario->utc_offset = replay.mapping->utc_offset;
            scenario->currency.value = replay.currency;
            scenario->minor_digits = replay.minor_digits;
        }
        add(inputs.files, request->files);
        if (!request->truth.empty()) {
            add(inputs.files, {request->truth});
        }
        inputs.declarations =
            DeclarationsRead{replay.mapping ? replay.mapping->source : "", request->files,
                             static_cast<std::int64_t>(replay.replay.declarations), replay.rejects};
        warn_of_rejects(replay.rejects, request->rejects_file, diagnostics);
        parts.replay = std::move(replay.replay);
    }
    if (request && diagnostics.has_errors()) {
        // Nothing will be replayed; the rest is checked as if a day were.
        parts.replay = engine::Replay{nullptr, 0, scenario->warmup.value + day};
    }
    parts.scenario = &*scenario;
    parts.profile = profile.definition ? &*profile.definition : nullptr;
    parts.lists = profile.lists;
    parts.score = profile.score;
    std::optional<engine::CompiledScenario> compiled = engine::compile(parts, diagnostics);
    if (!compiled) {
        throw InputError(Failure::usage, diagnostics);
    }
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        inputs.warnings.push_back(diagnostic.message);
    }
    inputs.diagnostics = std::move(diagnostics);
    inputs.scenario = std::move(*compiled);
    if (asked.draws_parameters) {
        inputs.uncertain = uncertain_parameters(asked);
    }
    return inputs;
}

}  // namespace greenlane::cli
