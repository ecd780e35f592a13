#pragma once

#include "greenlane/evaluation/audit.h"
#include "greenlane/evaluation/evaluation.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// An evaluation for the eyes of an analyst, as UTF-8 with line ends: what the data are worth, then
/// for each profile what it finds at each rate and by itself, on novel goods, by period, by rule
/// and by segment. `source`: where the declarations are from; may be empty.
std::string evaluation_tables(const evaluation::Evaluation& evaluation,
                              const evaluation::AuditReport& audit, const std::string& source,
                              const Terminal& terminal);

/// All that an audit found.
std::string audit_tables(const evaluation::AuditReport& audit, const std::string& source,
                         const Terminal& terminal);

}  // namespace greenlane::report
