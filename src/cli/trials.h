#pragma once

#include "greenlane/evaluation/audit.h"
#include "greenlane/evaluation/evaluation.h"
#include "greenlane/evaluation/sample.h"

#include "cli/declarations.h"

#include <cstdint>
#include <vector>

namespace greenlane::cli {

/// Everything that is to be judged, and what it is judged on.
struct Trials {
    evaluation::Sample sample;
    shipment::Dictionary goods;  ///< the words of sample.hs
    std::vector<evaluation::Candidate> candidates;
};

/// Applies the profiles that `--profile` names, with the overrides of `--set`, reads the scores
/// that `--score` asks for, and scores with the models of `--model`. The declarations are read
/// once, and once more for each other hour of the day at which a profile decides. Officer hours are
/// those of `--scenario`. `audit` sees every declaration once. Throws InputError.
Trials run_trials(const options::variables_map& given, DeclarationFiles& files,
                  evaluation::Audit& audit, std::uint64_t seed);

}  // namespace greenlane::cli
