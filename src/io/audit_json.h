#pragma once

#include "greenlane/evaluation/audit.h"

#include "io/figure_json.h"

namespace greenlane::io {

/// An audit as an object of JSON.
Json audit_json(const evaluation::AuditReport& audit);

}  // namespace greenlane::io
