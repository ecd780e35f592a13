#include "cli/compared_systems.h"

#include "greenlane/experiment/sweep_plan.h"
#include "greenlane/io/what_if.h"

#include "cli/simulation.h"
#include "cli/terminal.h"
#include "cli/uncertainty.h"
#include "cli/vary.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

using Texts = std::vector<std::string>;

/// A row of the table each, the first one being the reference.
std::vector<SystemRequest> rows_of(const std::string& file, const InputRequest& common) {
    Diagnostics diagnostics;
    const auto table = io::read_what_if(file, diagnostics);
    if (diagnostics.has_errors()) {
        throw InputError(Failure::usage, diagnostics);
    }
    if (table->size() < 2) {
        throw InputError(Failure::usage, file, "a comparison takes at least two rows");
    }
    std::vector<SystemRequest> requests;
    for (const io::WhatIf& row : *table) {
        requests.push_back(request_of(common, row));
    }
    return requests;
}

/// All combinations of what `--vary` gives, the first one being the reference.
std::vector<SystemRequest> settings_of(const std::vector<experiment::Factor>& varied,
                                       const InputRequest& common) {
    std::vector<SystemRequest> requests;
    for (const std::vector<std::size_t>& levels : experiment::grid_of(varied)) {
        experiment::Setting setting;
        for (std::size_t i = 0; i < varied.size(); ++i) {
            setting.push_back(varied[i].level_text(levels[i]));
        }
        requests.push_back(request_of(common, varied, setting));
    }
    return requests;
}

/// The file of a profile, without its folders and its ending.
std::string profile_name(const Inputs& inputs) {
    const auto text = std::find_if(inputs.texts.begin(), inputs.texts.end(),
                                   [](const InputText& input) { return input.role == "profile"; });
    return text == inputs.texts.end() ? inputs.profile
                                      : std::filesystem::path(text->path).stem().string();
}

}  // namespace

std::vector<SystemRequest> compared_requests(const options::variables_map& given) {
    const Texts scenarios = option<Texts>(given, "scenario", {});
    const Texts profiles = option<Texts>(given, "profile", {});
    const auto against = option<std::string>(given, "against", "");
    const auto table = option<std::string>(given, "table", "");
    const char* const hint =
        "greenlane compare scenarios/sea-port.toml --profile profiles/green-strict.toml";
    if (scenarios.empty()) {
        usage_error("no scenario given", hint);
    }
    InputRequest common{.scenario = scenarios.front(),
                        .profile = {},
                        .overrides = option<Texts>(given, "set", {}),
                        .seed = {},
                        .declarations = declaration_request(given),
                        .draws_parameters = given.count("parameter-uncertainty") > 0};
    if (given.count("seed") > 0) {
        common.seed = whole_number(given, "seed", 0, 0);
    }
    std::vector<SystemRequest> requests;
    const std::vector<experiment::Factor> varied = factors(given);
    expect_not_set(varied, common.overrides);
    const int kinds = int{!table.empty()} + int{scenarios.size() > 1} + int{!varied.empty()};
    if (kinds > 0) {
        if (kinds > 1 || profiles.size() > 1 || !against.empty()) {
            usage_error(
                "profiles, scenarios, the rows of a table or settings are compared: one of them");
        }
        common.profile = profiles.empty() ? "" : profiles.front();
        if (!table.empty()) {
            return rows_of(table, common);
        }
        if (!varied.empty()) {
            return settings_of(varied, common);
        }
        for (const std::string& scenario : scenarios) {
            requests.push_back({common, std::nullopt});
            requests.back().inputs.scenario = scenario;
        }
        return requests;
    }
    if (profiles.empty() && against.empty()) {
        usage_error("nothing to compare with: no --profile, no --against, no --table, no --vary",
                    hint);
    }
    Texts compared{against};
    compared.insert(compared.end(), profiles.begin(), profiles.end());
    if (profiles.empty()) {
        compared.emplace_back();
    }
    for (const std::string& profile : compared) {
        requests.push_back({common, std::nullopt});
        requests.back().inputs.profile = profile;
        expect_records(requests.back().inputs);
    }
    return requests;
}

std::vector<Inputs> read_systems(const std::vector<SystemRequest>& requests) {
    std::vector<Inputs> systems;
    SystemReader reader;
    for (const SystemRequest& request : requests) {
        if (auto inputs = reader.read(request)) {
            systems.push_back(std::move(*inputs));
        }
    }
    reader.finish();
    return systems;
}

Texts names_of(const std::vector<SystemRequest>& requests, const std::vector<Inputs>& systems) {
    const bool same_scenario =
        std::all_of(requests.begin(), requests.end(), [&](const SystemRequest& request) {
            return request.inputs.scenario == requests.front().inputs.scenario;
        });
    Texts names;
    for (std::size_t i = 0; i < systems.size(); ++i) {
        const std::string name = requests[i].row ? requests[i].row->name
                                 : same_scenario ? profile_name(systems[i])
                                                 : systems[i].scenario.name;
        std::string unique = name;
        for (int number = 2; std::find(names.begin(), names.end(), unique) != names.end();
             ++number) {
            unique = fmt::format("{} ({})", name, number);
        }
        names.push_back(unique);
    }
    return names;
}

std::vector<experiment::System> systems_of(const Texts& names,
                                           const std::vector<SystemRequest>& requests,
                                           std::vector<Inputs>& inputs, Replays& replays) {
    std::vector<experiment::System> systems;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        for (std::string& warning : overload_warnings(inputs[i].scenario)) {
            say(fmt::format("warning: {}: {}", names[i], warning));
            inputs[i].warnings.push_back(std::move(warning));
        }
        systems.push_back({names[i], &inputs[i].scenario, label_of(inputs[i]),
                           drawn_scenario(requests[i].inputs, inputs[i], replays)});
    }
    return systems;
}

}  // namespace greenlane::cli
