#pragma once

#include "greenlane/experiment/simulation.h"
#include "greenlane/experiment/warmup_choice.h"

#include "cli/inputs.h"

#include <cstddef>
#include <optional>
#include <span>

namespace greenlane::cli {

/// Finds one warm-up for all that leave it open (`warmup = "auto"`), by a pilot of their own, and
/// gives it to them; none where no one does. Throws InputError where there is none.
void find_warmup(std::span<Inputs> inputs, unsigned jobs);

/// The same for systems of a study, so many, all of which leave it open and lodge about as much as
/// `base`, which it is given to.
void find_warmup(Inputs& base, std::size_t systems, const experiment::CompileSystem& system,
                 unsigned jobs);

}  // namespace greenlane::cli
