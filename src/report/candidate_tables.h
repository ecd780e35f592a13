#pragma once

#include "greenlane/evaluation/evaluation.h"
#include "greenlane/report/run_tables.h"

#include <string>

namespace greenlane::report {

/// The league table of a profile's rules; empty where it has none.
std::string rule_table(const evaluation::CandidateEvaluation& judged, const Terminal& terminal);
/// How a profile treats origins, chapters, offices, modes and traders; empty where there are none.
std::string segment_table(const evaluation::CandidateEvaluation& judged, const Terminal& terminal);
/// What partly labelled history says of a selection; empty where all outcomes are known.
std::string history_tables(const evaluation::CandidateEvaluation& judged, const Terminal& terminal);

}  // namespace greenlane::report
