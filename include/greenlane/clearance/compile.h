#pragma once

#include "greenlane/clearance/compiled.h"
#include "greenlane/clearance/definition.h"
#include "greenlane/profile/watch_list.h"

#include <optional>

namespace greenlane::clearance {

/// Checks a process and flattens it, for declarations in one currency and one local time. Every
/// mistake is reported in one pass; nullopt where there is an error (warnings alone do not stop).
/// A process without stations releases everyone at lodgement.
std::optional<CompiledProcess> compile(const ProcessDefinition& definition,
                                       const profile::Lists& lists, int currency_minor_digits,
                                       Duration utc_offset, Diagnostics& diagnostics);

}  // namespace greenlane::clearance
