#pragma once

#include "greenlane/kpi/interval.h"
#include "greenlane/kpi/proportion.h"

#include <optional>
#include <string>

namespace greenlane::report {

/// `51.6 %`, or `n/a`.
std::string percent(const std::optional<double>& share);
/// `51.6 % (49.0–54.2)`, without limits where there are none, or `n/a`.
std::string percent(const std::optional<kpi::Figure>& share);
/// The same with Wilson's limits.
std::string percent(const kpi::Proportion& proportion);
/// `(49.0–54.2 %)`
std::string percent_range(const kpi::Interval& interval);
/// `0.512 (0.490–0.534)`, or `n/a`.
std::string plain(const std::optional<kpi::Figure>& figure, int decimals);

}  // namespace greenlane::report
