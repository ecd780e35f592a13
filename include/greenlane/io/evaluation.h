#pragma once

#include "greenlane/evaluation/audit.h"
#include "greenlane/evaluation/evaluation.h"

#include <string>

namespace greenlane::io {

/// An evaluation as `evaluate --json` prints it (docs/file-formats.md), with a line end; undefined
/// figures are null. Equal evaluations give equal bytes.
std::string to_evaluation_json(const evaluation::Evaluation& evaluation,
                               const evaluation::AuditReport& audit);
/// An audit as `audit --json` prints it.
std::string to_audit_json(const evaluation::AuditReport& audit);

/// The figures of an evaluation, one a row: profile, part (all, seen, novel, a period, `rule CODE`
/// or a segment), figure, rate (empty: of the whole part; "own": the profile's own decision),
/// value, ci_low, ci_high. Limits of rules and segments are Wilson's, the others those of the
/// bootstrap.
std::string to_evaluation_csv(const evaluation::Evaluation& evaluation);

}  // namespace greenlane::io
