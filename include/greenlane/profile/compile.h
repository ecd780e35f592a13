#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/profile/definition.h"

#include <memory>
#include <optional>

namespace greenlane::profile {

/// Checks a definition and flattens it for declarations in one currency. Every mistake is reported
/// in one pass; nullopt where there is an error (warnings alone do not stop).
std::optional<CompiledProfile> compile(const ProfileDefinition& definition,
                                       std::shared_ptr<const Lists> lists,
                                       int currency_minor_digits, Diagnostics& diagnostics);

}  // namespace greenlane::profile
