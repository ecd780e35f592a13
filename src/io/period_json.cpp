#include "io/period_json.h"

#include "greenlane/core/calendar.h"
#include "greenlane/kpi/kpi_table.h"

namespace greenlane::io {

Json period_json(const experiment::MeasuredPeriod& period) {
    const auto hours = [](Duration time) {
        return static_cast<double>(time) / static_cast<double>(hour);
    };
    return {{"begin", format_instant(period.window.begin)},
            {"end", format_instant(period.window.end)},
            {"warmup_h", hours(period.warmup)},
            {"utc_offset_h", hours(period.window.utc_offset)}};
}

Json warmup_json(const std::optional<experiment::WarmupChoice>& warmup) {
    if (!warmup) {
        return {};
    }
    Json requests = Json::array();
    for (const experiment::WarmupChoice::Request& request : warmup->requests) {
        requests.push_back({{"kpi", kpi::kpis()[request.kpi].id}, {"days", request.days}});
    }
    Json drifting = Json::array();
    for (const std::size_t kpi : warmup->drifting) {
        drifting.push_back(kpi::kpis()[kpi].id);
    }
    return {{"method", "MSER-5"},       {"pilot_replications", warmup->pilot},
            {"series", warmup->series}, {"days", warmup->days},
            {"asked_for", requests},    {"drifting", drifting}};
}

}  // namespace greenlane::io
