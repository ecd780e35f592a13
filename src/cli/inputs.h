#pragma once

#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/experiment/parameter_uncertainty.h"
#include "greenlane/experiment/warmup_choice.h"
#include "greenlane/io/profile.h"
#include "greenlane/io/rejects.h"

#include "cli/command.h"
#include "cli/declarations.h"
#include "cli/replay.h"

#include <optional>
#include <string>
#include <vector>

namespace greenlane::cli {

/// A file that a run was made from, as it was.
struct InputText {
    std::string role;  ///< "scenario", "profile", "mapping"
    std::string path;
    std::string text;
};

/// What was read from declarations before a run.
struct DeclarationsRead {
    std::string source;  ///< what the mapping says of where they come from
    std::vector<std::string> files;
    std::int64_t declarations = 0;
    io::RejectSummary rejects;
};

/// Scenario, profile and declarations of a command, read and checked together.
struct Inputs {
    engine::CompiledScenario scenario;
    std::uint64_t replications = 1;
    std::string profile;  ///< its name; "none" where nobody is selected
    std::vector<InputText> texts;
    std::vector<std::string> files;  ///< all that were read, lists and declarations too
    std::optional<DeclarationsRead> declarations;
    std::optional<experiment::WarmupChoice> warmup;  ///< of `warmup = "auto"`, once it is found
    std::vector<std::string> warnings;  ///< without their places, which differ between machines
    Diagnostics diagnostics;            ///< the same with their places
    /// Parameters that are drawn anew for every replication, where that was asked for.
    std::vector<experiment::UncertainParameter> uncertain;
};

/// What a command asks to be read.
struct InputRequest {
    std::string scenario;  ///< empty: declarations pass a post without stations
    std::string profile;   ///< instead of the scenario's; empty: the scenario's own
    std::vector<std::string> overrides;
    std::optional<std::uint64_t> seed;  ///< instead of the scenario's; needed without one
    std::optional<DeclarationRequest> declarations;
    bool draws_parameters = false;  ///< those of the scenario's [uncertainty]
};

/// `--profile`, `--seed`, `--set` and, where asked for, the options of a replay.
void add_input_options(options::options_description& described, bool replays);
/// What these options ask for.
InputRequest input_request(const options::variables_map& given, bool replays = true);
/// The profile `recorded` without declarations is wrong usage of a command that replays.
void expect_records(const InputRequest& request);
/// The one scenario, `--set` and `--seed`; wrong usage, with the example as a hint, of none or
/// more.
InputRequest request_of_one(const options::variables_map& given, const char* example);
/// Reads all of it; every mistake is thrown at once as InputError, and warnings are said.
/// `replays`: as in add_input_options().
Inputs read_inputs(const options::variables_map& given, bool replays = true);
/// The same, but that saying the warnings is left to the caller. Of several inputs that replay the
/// same declarations, the first one reads them through.
Inputs read_inputs(const InputRequest& request, Replays& replays);

}  // namespace greenlane::cli
