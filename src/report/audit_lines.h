#pragma once

#include "greenlane/evaluation/audit.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// What an audit says in a few lines, for the head of every evaluation.
std::string audit_summary(const evaluation::AuditReport& audit, const Terminal& terminal);

}  // namespace greenlane::report
