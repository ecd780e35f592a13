#pragma once

#include "greenlane/evaluation/significance.h"
#include "greenlane/learning/week.h"
#include "greenlane/shipment/vocabulary.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace greenlane::learning {

/// How what is declared in the newest weeks differs from the oldest.
struct Drift {
    std::string field;        ///< that differs most: "origin"
    evaluation::Shift worst;  ///< of that field
    /// Least p of the chi-square tests times their number (Bonferroni), at most 1.
    double p = 1;
};
/// Weeks in a window of that comparison: the first so many of the input against the latest.
inline constexpr std::size_t drift_window = 4;
inline constexpr double drift_significance = 0.01;

/// One a week: the mix of goods, origins, departures, offices and importers in the latest windowful
/// of weeks against the first one; none before there are two. It needs no outcomes, so it sees
/// changes of what is declared and none of how traders behave. There is a row.
std::vector<std::optional<Drift>> drift_by_week(std::span<const Week> weeks,
                                                const shipment::Vocabulary& vocabulary);

}  // namespace greenlane::learning
