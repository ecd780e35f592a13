#pragma once

#include "greenlane/experiment/factor.h"
#include "greenlane/experiment/sweep_plan.h"

#include "cli/command.h"
#include "cli/systems.h"

#include <string>
#include <vector>

namespace greenlane::cli {

/// `--vary`.
void add_vary_option(options::options_description& described);
/// What `--vary` gives, each key once; of keys that say how often or by which draws a study runs
/// it is wrong usage.
std::vector<experiment::Factor> factors(const options::variables_map& given);

/// It is wrong usage to set what is varied.
void expect_not_set(const std::vector<experiment::Factor>& factors,
                    const std::vector<std::string>& overrides);

/// The system of a setting, named by the short keys of what it changes; `profile` is the profile's
/// file. Mistakes are told at the option.
SystemRequest request_of(const InputRequest& common, const std::vector<experiment::Factor>& factors,
                         const experiment::Setting& setting);

}  // namespace greenlane::cli
