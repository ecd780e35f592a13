#pragma once

#include "greenlane/experiment/comparison.h"

#include "report/number.h"

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>

namespace greenlane::report {

/// The systems whose tables and verdicts are shown.
std::span<const experiment::Versus> shown_of(const experiment::Comparison& comparison);

/// A KPI's difference with the interval that counts, in a unit that fits the figures beside it.
ShownDifference shown(const experiment::Comparison& comparison, const experiment::Versus& versus,
                      std::size_t kpi);
/// What pairing gained: `6.6`, or `–` where nothing is paired or varies.
std::string times_less(const experiment::KpiDifference& kpi);

/// Whether a KPI of some system has one of the verdicts.
bool has(const experiment::Comparison& comparison, std::size_t kpi,
         std::initializer_list<experiment::Verdict> verdicts);
/// Whether a row tells anything: some system has a value, and they are not all the same.
bool is_row(const experiment::Comparison& comparison, std::size_t kpi);

}  // namespace greenlane::report
