#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/io/learning.h"
#include "greenlane/io/mapping.h"
#include "greenlane/io/profile.h"
#include "greenlane/io/scenario.h"
#include "greenlane/profile/compile.h"

#include "cli/command.h"
#include "cli/terminal.h"

#include <fstream>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

enum class Kind { scenario, learning, profile, mapping };

/// What a file is, by the first table that only one kind has. A scenario with [learning] and
/// without stations is for `learn` alone.
Kind kind_of(const std::string& file) {
    std::ifstream in(file);
    std::optional<Kind> kind;
    bool learns = false;
    bool has_stations = false;
    for (std::string line; std::getline(in, line);) {
        learns = learns || line.starts_with("[learning]");
        has_stations = has_stations || line.starts_with("[[station]]");
        if (kind) {
            continue;
        }
        if (line.starts_with("[scenario]")) {
            kind = Kind::scenario;
        } else if (line.starts_with("[mapping]") || line.starts_with("[declaration]")) {
            kind = Kind::mapping;
        } else if (line.starts_with("[profile]")) {
            kind = Kind::profile;
        }
    }
    const Kind found = kind.value_or(Kind::scenario);
    return found == Kind::scenario && learns && !has_stations ? Kind::learning : found;
}

constexpr int two_decimals = 2;

void check_profile(const std::string& file, Diagnostics& diagnostics) {
    if (const auto read = io::read_profile(file, {}, diagnostics)) {
        profile::compile(read->definition, read->lists, two_decimals, diagnostics);
    }
}

void check_scenario(const std::string& file, Diagnostics& diagnostics) {
    const auto scenario = io::read_scenario(file, {}, diagnostics);
    if (!scenario) {
        return;
    }
    engine::ScenarioParts parts;
    parts.scenario = &*scenario;
    parts.seed = scenario->seed ? scenario->seed->value : 0;
    std::optional<io::ProfileFile> profile;
    if (scenario->profile && scenario->profile->value != "recorded") {
        profile = io::read_profile(scenario->profile->value, {}, diagnostics);
        if (profile) {
            parts.profile = &profile->definition;
            parts.lists = profile->lists;
            parts.score = profile->score;
        }
    }
    engine::compile(parts, diagnostics);
}

std::string verdict(const std::string& file, std::size_t errors) {
    return errors == 0 ? fmt::format("{}: fine\n", file)
                       : fmt::format("{}: {} error{}\n", file, errors, errors == 1 ? "" : "s");
}

int check(const options::variables_map& given) {
    const auto files = option<std::vector<std::string>>(given, "file", {});
    if (files.empty()) {
        usage_error("no file given", "greenlane check scenarios/*.toml profiles/green-*.toml");
    }
    bool clean = true;
    for (const std::string& file : files) {
        Diagnostics diagnostics;
        if (const Kind kind = kind_of(file); kind == Kind::mapping) {
            io::read_mapping(file, diagnostics);
        } else if (kind == Kind::profile) {
            check_profile(file, diagnostics);
        } else if (kind == Kind::learning) {
            io::read_learning(file, {}, diagnostics);
        } else {
            check_scenario(file, diagnostics);
        }
        diagnostics.sort_by_place();
        say(diagnostics);
        clean = clean && !diagnostics.has_errors();
        write_out(verdict(file, diagnostics.error_count()));
    }
    return clean ? 0 : static_cast<int>(Failure::usage);
}

}  // namespace

Command check_command() {
    Command command{.name = "check",
                    .summary = "Reports every mistake in scenarios, profiles and mappings at once",
                    .usage = "FILE...",
                    .examples =
                        "  greenlane check profiles/my-profile.toml\n"
                        "  greenlane check scenarios/*.toml profiles/green-*.toml\n",
                    .visible = options::options_description("Options"),
                    .positional = {},
                    .run = check};
    command.positional.add("file", -1);
    return command;
}

}  // namespace greenlane::cli
