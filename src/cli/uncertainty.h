#pragma once

#include "greenlane/experiment/parameter_uncertainty.h"
#include "greenlane/experiment/run.h"

#include "cli/command.h"
#include "cli/inputs.h"

#include <vector>

namespace greenlane::cli {

/// `--parameter-uncertainty`.
void add_uncertainty_option(options::options_description& described);

/// The parameters under [uncertainty] that the request's run uses: of a replay, those of the
/// process alone. Throws InputError where there are none.
std::vector<experiment::UncertainParameter> uncertain_parameters(const InputRequest& request);

/// Reads and compiles the request's scenario for a replication, its uncertain parameters drawn;
/// none where there are no such parameters. Its window is that of `inputs`, whose warm-up was found
/// by then. `replays` outlives it.
experiment::DrawnScenario drawn_scenario(const InputRequest& request, const Inputs& inputs,
                                         Replays& replays);

}  // namespace greenlane::cli
