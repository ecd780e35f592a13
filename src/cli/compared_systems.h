#pragma once

#include "greenlane/experiment/comparison.h"

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/systems.h"

#include <string>
#include <vector>

namespace greenlane::cli {

/// What a comparison is asked for: rows of a table, settings, scenarios, or profiles; the reference
/// first. Wrong usage of more than one of these.
std::vector<SystemRequest> compared_requests(const options::variables_map& given);

/// Reads all of them; every mistake is thrown at once, and warnings are said.
std::vector<Inputs> read_systems(const std::vector<SystemRequest>& requests);

/// What a reader tells the systems apart by; what is named alike is numbered.
std::vector<std::string> names_of(const std::vector<SystemRequest>& requests,
                                  const std::vector<Inputs>& systems);

/// The systems by these names; which of them are overloaded is said. `inputs` and `replays` outlive
/// them.
std::vector<experiment::System> systems_of(const std::vector<std::string>& names,
                                           const std::vector<SystemRequest>& requests,
                                           std::vector<Inputs>& inputs, Replays& replays);

}  // namespace greenlane::cli
