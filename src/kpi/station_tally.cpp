#include "greenlane/kpi/station_tally.h"

#include "greenlane/core/calendar.h"

namespace greenlane::kpi {

void StationTally::merge(const StationTally& other) {
    arrived += other.arrived;
    served += other.served;
    waited += other.waited;
    wait += other.wait;
    work += other.work;
    busy += other.busy;
    rostered += other.rostered;
    overtime += other.overtime;
    queueing += other.queueing;
    for (std::size_t i = 0; i < queueing_by_hour.size(); ++i) {
        queueing_by_hour[i] += other.queueing_by_hour[i];
    }
    waits.merge(other.waits);
}

void StationTally::queue(const Window& window, Instant from, Instant to) {
    from = std::max(from, window.begin);
    to = std::min(to, window.end);
    if (from >= to) {
        return;
    }
    queueing += to - from;
    const Instant local_from = from + window.utc_offset;
    if (local_from >= hour_begin_ && to + window.utc_offset <= hour_begin_ + hour) {
        // Most waits are short and lie within the hour of the last one.
        queueing_by_hour[hour_] += to - from;
        return;
    }
    const Duration days = (to - from) / day;
    for (Duration& hour_sum : queueing_by_hour) {
        hour_sum += days * hour;
    }
    for (Instant local = from + days * day + window.utc_offset, end = to + window.utc_offset;
         local < end;) {
        const Duration clock = time_of_day(local);
        const Duration step = std::min(end - local, hour - clock % hour);
        hour_ = static_cast<std::size_t>(clock / hour);
        hour_begin_ = local - clock % hour;
        queueing_by_hour[hour_] += step;
        local += step;
    }
}

}  // namespace greenlane::kpi
