#pragma once

#include "greenlane/evaluation/history_estimates.h"

#include "io/figure_json.h"

namespace greenlane::io {

/// Estimates from partly labelled history as an object of JSON.
Json history_json(const evaluation::HistoryEstimates& history);

}  // namespace greenlane::io
