#pragma once

#include "greenlane/random/law_definition.h"

#include <cstdint>
#include <optional>

namespace greenlane::random {

enum class Distribution : std::uint8_t {
    deterministic,
    exponential,
    lognormal,
    gamma,
    weibull,
    uniform,
    triangular,
    empirical,
    geometric,
    mixture,
};

/// The distribution that a definition names; none where it is unknown. Reports that, every
/// parameter that is missing, and every one that the distribution does not take.
std::optional<Distribution> check_form(const LawDefinition& definition, Diagnostics& diagnostics);

}  // namespace greenlane::random
