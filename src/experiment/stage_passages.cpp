#include "greenlane/experiment/stage_passages.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <functional>
#include <queue>

namespace greenlane::experiment {

namespace {

Duration resolution_of(const std::vector<Passage>& passages) {
    for (const Duration unit : {hour, minute, second}) {
        if (std::all_of(passages.begin(), passages.end(), [unit](const Passage& passage) {
                return passage.end == missing || (passage.end - passage.begin) % unit == 0;
            })) {
            return unit;
        }
    }
    return 1;
}

/// Whether a stage after `stage` was completed.
bool went_on(const PostRecords& records, std::size_t stage, std::size_t row) {
    for (std::size_t later = stage + 1; later < stage_count; ++later) {
        const std::vector<Instant>& completed = records.completed[later];
        if (!completed.empty() && completed[row] != missing) {
            return true;
        }
    }
    return false;
}

void add_row(const PostRecords& records, std::size_t stage, std::size_t row, StagePassages& found) {
    const Instant begin = found.since
                              ? records.completed[static_cast<std::size_t>(*found.since)][row]
                              : records.lodged[row];
    const Instant end = records.completed[stage][row];
    if (begin == missing) {
        found.unbegun += end != missing ? 1 : 0;
        return;
    }
    const std::uint8_t lane = records.lane.empty() ? shipment::Records::no_lane : records.lane[row];
    if (end == missing && went_on(records, stage, row)) {
        ++found.unrecorded;
    } else if (end != missing && end < begin) {
        ++found.reversed;
    } else if (end == begin) {
        ++found.instant;
        if (lane != shipment::Records::no_lane) {
            ++found.instant_by_lane[lane];
        }
    } else {
        found.passages.push_back({begin, end, lane});
        found.unfinished += end == missing ? 1 : 0;
    }
}

/// A stay that is only there where something of it was seen.
void add_stay(Instant begin, Instant end, Instant records_end, std::vector<Stay>& stays) {
    const auto limit = static_cast<double>(records_end - begin);
    const double length = end == missing ? limit : static_cast<double>(end - begin);
    if (length > 0) {
        stays.push_back({length, limit, end != missing});
    }
}

}  // namespace

void PostRecords::add(const shipment::Block& block) {
    const std::vector<Instant>& instants = block.declarations.lodged;
    lodged.insert(lodged.end(), instants.begin(), instants.end());
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        const std::vector<Instant>& more = block.records.completed[stage];
        completed[stage].insert(completed[stage].end(), more.begin(), more.end());
    }
    lane.insert(lane.end(), block.records.lane.begin(), block.records.lane.end());
}

Instant PostRecords::end() const {
    GREENLANE_EXPECT(!lodged.empty());
    Instant last = lodged.back();
    for (const std::vector<Instant>& instants : completed) {
        for (const Instant instant : instants) {
            last = std::max(last, instant);  // `missing` is before all instants
        }
    }
    return last;
}

std::vector<Stay> StagePassages::stays(Instant records_end) const {
    std::vector<Stay> stays;
    stays.reserve(passages.size());
    for (const Passage& passage : passages) {
        add_stay(passage.begin, passage.end, records_end, stays);
    }
    return stays;
}

StagePassages StagePassages::of(Lane lane) const {
    const auto number = static_cast<std::uint8_t>(lane);
    StagePassages part = *this;
    std::erase_if(part.passages,
                  [number](const Passage& passage) { return passage.lane != number; });
    part.instant = instant_by_lane[number];
    part.unfinished = std::count_if(part.passages.begin(), part.passages.end(),
                                    [](const Passage& passage) { return passage.end == missing; });
    part.reversed = 0;
    part.unrecorded = 0;
    part.unbegun = 0;
    return part;
}

std::vector<StagePassages> stage_passages(const PostRecords& records) {
    std::vector<StagePassages> all;
    std::optional<Stage> since;
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        if (records.completed[stage].empty()) {
            continue;
        }
        StagePassages& found = all.emplace_back();
        found.stage = static_cast<Stage>(stage);
        found.since = since;
        for (std::size_t row = 0; row < records.lodged.size(); ++row) {
            add_row(records, stage, row, found);
        }
        std::stable_sort(found.passages.begin(), found.passages.end(),
                         [](const Passage& a, const Passage& b) { return a.begin < b.begin; });
        found.resolution = resolution_of(found.passages);
        since = found.stage;
    }
    return all;
}

ServiceTimes service_times(const std::vector<Passage>& passages, std::int64_t servers,
                           Instant records_end) {
    GREENLANE_EXPECT(servers >= 1 && !passages.empty());
    ServiceTimes found;
    std::priority_queue<Instant, std::vector<Instant>, std::greater<>> free;
    for (const Passage& passage : passages) {
        Instant begin = passage.begin;
        if (static_cast<std::int64_t>(free.size()) == servers) {
            begin = std::max(begin, free.top());
            free.pop();
        }
        free.push(passage.end == missing ? never : passage.end);
        if (passage.end != missing && passage.end < begin) {
            ++found.contradictory;
        } else if (begin < records_end) {
            add_stay(begin, passage.end, records_end, found.stays);
        }
    }
    return found;
}

}  // namespace greenlane::experiment
