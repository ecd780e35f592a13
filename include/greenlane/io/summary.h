#pragma once

#include "greenlane/experiment/result.h"

#include <string>

namespace greenlane::io {

/// A run as `summary.json` tells it (docs/file-formats.md), with a line end. Equal results give
/// equal bytes.
std::string to_summary_json(const experiment::RunResult& result);

}  // namespace greenlane::io
