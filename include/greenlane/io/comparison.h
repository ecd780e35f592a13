#pragma once

#include "greenlane/experiment/comparison.h"

#include <string>

namespace greenlane::io {

/// A comparison as its `summary.json` tells it (docs/file-formats.md), with a line end. Equal
/// results give equal bytes.
std::string to_comparison_json(const experiment::Comparison& comparison);

/// The KPIs of all systems and replications, tidy: system, scenario, profile, replication, kpi,
/// unit, value. Rows end in CRLF.
std::string to_comparison_csv(const experiment::Comparison& comparison);

}  // namespace greenlane::io
