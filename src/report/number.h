#pragma once

#include "greenlane/core/units.h"
#include "greenlane/kpi/interval.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace greenlane::report {

/// `66,139`.
std::string with_separators(std::int64_t count);
/// With as many decimals as asked for, thousands separated: `1,234.5`.
std::string with_separators(double value, int decimals);

/// A figure as it stands in a table: value and limits in one unit, to three digits.
struct ShownFigure {
    std::string value;  ///< decimal points of a column stand below each other
    std::string low;    ///< both limits empty where there is no interval
    std::string high;
    std::string unit;  ///< hours are told in minutes or days where that reads better
};
ShownFigure show(const kpi::Figure& figure, std::string_view unit);

/// A difference of two figures as `+1.9 h`, of percentages as `+1.9 pp` (percentage points), its
/// interval in the same unit as `+1.2 to +2.6`, or `–` without; to three digits of the largest,
/// tens of millions as `+12.3 M USD`. Hours in no longer unit than that of a figure of `beside`
/// hours.
struct ShownDifference {
    std::string value;
    std::string interval;
    std::string unit;
};
ShownDifference show_difference(const kpi::Figure& difference, std::string_view unit,
                                double beside = std::numeric_limits<double>::infinity());
/// A figure without its interval as `24.1 h`, or `n/a`.
std::string show_mean(const std::optional<kpi::Figure>& figure, std::string_view unit);
/// Its interval in the unit of show_mean() as `9.59 to 10.06`, or `–` without.
std::string show_interval(const std::optional<kpi::Figure>& figure, std::string_view unit);

/// A share from 0 to 1 as `51.6 %`, hours as `24 min`, `6.5 h` or `3.2 d`; `–` where undefined.
std::string show_share(const std::optional<kpi::Figure>& share);
std::string show_hours(const std::optional<kpi::Figure>& hours);
std::string show_hours(double hours);

}  // namespace greenlane::report
