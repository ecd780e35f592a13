#pragma once

#include "greenlane/experiment/comparison.h"
#include "greenlane/io/systems_study.h"

#include <span>
#include <string>
#include <vector>

namespace greenlane::io {

/// A comparison as its `summary.json` tells it (docs/file-formats.md), with a line end. Equal
/// results give equal bytes.
std::string to_comparison_json(const experiment::Comparison& comparison);

/// The KPIs of all systems and replications, tidy: system, scenario, profile, replication, kpi,
/// unit, value. Rows end in CRLF.
std::string to_comparison_csv(const experiment::Comparison& comparison);

/// The same as a study file holds it, with the overrides of each system alone. It has the stations
/// of all systems; what a system lacks is undefined in its rows.
SystemsStudy study_of(const experiment::Comparison& comparison,
                      std::span<const std::vector<std::string>> overrides);

}  // namespace greenlane::io
