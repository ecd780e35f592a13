#include "report/period_lines.h"

#include "greenlane/core/calendar.h"
#include "greenlane/kpi/kpi_table.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

std::string local_minute(Instant instant, Duration utc_offset) {
    std::string text = format_instant(instant + utc_offset).substr(0, 16);
    text[10] = ' ';
    return text;
}

}  // namespace

std::string period_line(const experiment::MeasuredPeriod& period) {
    const kpi::Window& window = period.window;
    return fmt::format(
        "measured from {} to {} local time ({}{})", local_minute(window.begin, window.utc_offset),
        local_minute(window.end, window.utc_offset), format_duration(window.length()),
        period.warmup == 0 ? ", no warm-up"
                           : " after a warm-up of " + format_duration(period.warmup));
}

std::string warmup_line(const experiment::WarmupChoice& warmup) {
    std::string line = fmt::format(
        "Warm-up: {} days by MSER-5{}, of the {} weekly series of KPIs that a pilot of {} "
        "replications gave; ",
        warmup.days, warmup.drifting.empty() ? "" : ", the longest that it tries", warmup.series,
        warmup.pilot);
    if (warmup.series == 0) {
        return "Warm-up: none, as nothing is simulated";
    }
    if (warmup.requests.empty()) {
        return line + "none asks for more";
    }
    constexpr std::size_t shown = 3;
    const std::size_t count = warmup.requests.size();
    for (std::size_t i = 0; i < std::min(count, shown); ++i) {
        const experiment::WarmupChoice::Request& request = warmup.requests[i];
        line += fmt::format("{}{} asks for {}", i > 0 ? ", " : "", kpi::kpis()[request.kpi].id,
                            request.days);
    }
    return count > shown ? line + fmt::format(", {} more for as many or less", count - shown)
                         : line;
}

}  // namespace greenlane::report
