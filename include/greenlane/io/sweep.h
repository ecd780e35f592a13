#pragma once

#include "greenlane/experiment/sweep.h"
#include "greenlane/io/systems_study.h"

#include <string>

namespace greenlane::io {

/// A sweep as its `summary.json` tells it (docs/file-formats.md), with a line end. Equal results
/// give equal bytes.
std::string to_sweep_json(const experiment::Sweep& sweep);

/// The sweep's KPIs at all points and replications, tidy: point, the factors by their keys,
/// replication, kpi, unit, value. Rows end in CRLF.
std::string to_sweep_csv(const experiment::Sweep& sweep);

/// All columns of all systems, for write_systems_study().
SystemsStudy study_of(const experiment::Sweep& sweep);

}  // namespace greenlane::io
