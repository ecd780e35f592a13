#pragma once

#include "greenlane/experiment/tuning.h"

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/setting_reader.h"

namespace greenlane::cli {

/// `maximise KPI`, `minimise KPI` as the command line has them, one after the other.
std::vector<std::string> objectives_in_order(const options::variables_map& given);

/// What the options of `tune` ask for, before any file is read. Throws InputError(usage).
experiment::TuningProblem problem_of(const options::variables_map& given,
                                     const InputRequest& request);

/// With what the files say: the values as they stand, whole numbers, the columns of criteria, the
/// number of replications. Throws InputError(usage).
void complete(experiment::TuningProblem& problem, const Inputs& inputs, SettingReader& reader);

}  // namespace greenlane::cli
