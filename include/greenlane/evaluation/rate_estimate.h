#pragma once

#include "greenlane/kpi/interval.h"

#include <cstdint>
#include <optional>
#include <string>

namespace greenlane::evaluation {

/// Why an estimate is undefined.
enum class Gap : std::uint8_t {
    none,
    nothing_selected,  ///< the rule selects no row
    chance_unknown,    ///< the history lacks the probabilities or the lottery that the method needs
    never_looked,      ///< some selected rows had no chance of an inspection
    nobody_inspected,  ///< there was a chance, but no selected row (of some stratum) was inspected
};

/// The hit rate of a new rule: violations among the rows that it selects / rows that it selects
/// (their chances of selection summed), as one estimator sees it. The rows are the population, so
/// there is no error where all of them were inspected.
struct RateEstimate {
    std::optional<double> rate;  ///< may leave [0, 1] where weights are large: unbiased as it is
    std::optional<double> standard_error;
    /// With a rate: its confidence interval, within what the known outcomes allow. Without one:
    /// bounds on the rate, confidence interval of what was looked at and anything for the rest.
    std::optional<kpi::Interval> interval;
    std::uint64_t inspected = 0;  ///< rows with known outcome that it rests on
    std::uint64_t selected = 0;   ///< rows that it speaks of: those that the rule may select
    std::uint64_t unseen = 0;     ///< of those, rows that the history never looked at
    Gap gap = Gap::none;
};

/// What to tell the reader of an estimate without a rate, a plain sentence; empty where there is a
/// rate.
std::string caution(const RateEstimate& estimate);

}  // namespace greenlane::evaluation
