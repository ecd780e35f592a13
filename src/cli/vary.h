#pragma once

#include "greenlane/experiment/factor.h"
#include "greenlane/io/what_if.h"

#include "cli/command.h"

#include <string>
#include <vector>

namespace greenlane::cli {

/// `--vary`.
void add_vary_option(options::options_description& described);
/// What `--vary` gives, each key once; of keys that say how often or by which draws a study runs
/// it is wrong usage.
std::vector<experiment::Factor> factors(const options::variables_map& given);

/// A setting of all factors, named by their short keys; `texts` by factor, as Factor::text() gives
/// them. Mistakes are told at the option.
io::WhatIf setting(const std::vector<experiment::Factor>& factors,
                   const std::vector<std::string>& texts);
/// All combinations of the factors' levels, the last factor changing fastest. A range without a
/// step, and more than experiment::most_points, are wrong usage.
std::vector<std::vector<std::string>> all_settings(const std::vector<experiment::Factor>& factors);

}  // namespace greenlane::cli
