#include "greenlane/clearance/roster.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/contract.h"

#include <algorithm>
#include <utility>

namespace greenlane::clearance {

namespace {

constexpr Duration week = 7 * day;
/// A Monday, so that offsets from it are offsets within a week.
constexpr Instant first_monday = -3 * day;

constexpr Duration modulo_week(Instant instant) {
    const Duration rest = instant % week;
    return rest < 0 ? rest + week : rest;
}

/// Offset of a local instant within its week, from Monday 00:00.
constexpr Duration offset_in_week(Instant local) {
    return modulo_week(local - first_monday);
}

constexpr Duration begin_in_week(const Shift& shift) {
    return shift.weekday * day + shift.begin;
}

}  // namespace

Roster::Roster(std::string name, std::vector<Shift> shifts, std::vector<std::int64_t> closed,
               ShiftEnd at_shift_end, Duration utc_offset)
    : name_(std::move(name)),
      shifts_(std::move(shifts)),
      closed_(std::move(closed)),
      at_shift_end_(at_shift_end),
      utc_offset_(utc_offset) {
    std::sort(closed_.begin(), closed_.end());
    closed_.erase(std::unique(closed_.begin(), closed_.end()), closed_.end());

    std::vector<Duration> offsets{0};
    for (const Shift& shift : shifts_) {
        GREENLANE_EXPECT(shift.weekday >= 0 && shift.weekday < 7 && shift.servers > 0);
        GREENLANE_EXPECT(shift.begin >= 0 && shift.begin < day && shift.begin < shift.end &&
                         shift.end <= shift.begin + day);
        offsets.push_back(begin_in_week(shift));
        offsets.push_back(modulo_week(shift.weekday * day + shift.end));
    }
    std::sort(offsets.begin(), offsets.end());
    offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());

    for (const Duration offset : offsets) {
        if (!steps_.empty()) {
            rostered_per_week_ += steps_.back().servers * (offset - steps_.back().offset);
        }
        std::int32_t servers = 0;
        for (const Shift& shift : shifts_) {
            if (modulo_week(offset - begin_in_week(shift)) < shift.end - shift.begin) {
                servers += shift.servers;
            }
        }
        steps_.push_back({offset, servers, rostered_per_week_});
    }
    rostered_per_week_ += steps_.back().servers * (week - steps_.back().offset);
}

const Roster::Step& Roster::step_at(Duration offset) const {
    return *std::prev(
        std::upper_bound(steps_.begin(), steps_.end(), offset,
                         [](Duration value, const Step& step) { return value < step.offset; }));
}

bool Roster::is_closed(std::int64_t local_day) const {
    return std::binary_search(closed_.begin(), closed_.end(), local_day);
}

/// Servers that the week has on duty, but whose shift fell on a closed day.
std::int32_t Roster::absent_at(Instant local) const {
    std::int32_t absent = 0;
    const std::int64_t today = day_of(local);
    for (const std::int64_t start : {today - 1, today}) {
        if (!is_closed(start)) {
            continue;
        }
        const Duration since_midnight = local - start * day;
        for (const Shift& shift : shifts_) {
            if (shift.weekday == weekday(start) && shift.begin <= since_midnight &&
                since_midnight < shift.end) {
                absent += shift.servers;
            }
        }
    }
    return absent;
}

std::int32_t Roster::servers_at(Instant instant) const {
    const Instant local = instant + utc_offset_;
    return step_at(offset_in_week(local)).servers - absent_at(local);
}

Instant Roster::next_change(Instant instant) const {
    const std::int32_t servers = servers_at(instant);
    const Instant local = instant + utc_offset_;
    // A week in which nothing changes, after the last closed day, repeats for ever.
    const Instant last_closed_end = closed_.empty() ? local : (closed_.back() + 2) * day;
    const Instant horizon = std::max(local, last_closed_end) + week;

    const Step* step = &step_at(offset_in_week(local));
    Instant week_begin = local - offset_in_week(local);
    for (;;) {
        if (++step == steps_.data() + steps_.size()) {
            step = steps_.data();
            week_begin += week;
        }
        const Instant candidate = week_begin + step->offset;
        if (candidate > horizon) {
            return never;
        }
        if (step->servers - absent_at(candidate) != servers) {
            return candidate - utc_offset_;
        }
    }
}

/// The integral of the weekly pattern from the first Monday on, closed days not counted out.
std::int64_t Roster::weekly_until(Instant local) const {
    const Duration offset = offset_in_week(local);
    const Step& step = step_at(offset);
    return (local - offset - first_monday) / week * rostered_per_week_ + step.rostered +
           step.servers * (offset - step.offset);
}

std::int64_t Roster::absent_between(Instant local_begin, Instant local_end) const {
    std::int64_t absent = 0;
    const auto from = std::lower_bound(closed_.begin(), closed_.end(), day_of(local_begin) - 1);
    for (auto start = from; start != closed_.end() && *start * day < local_end; ++start) {
        for (const Shift& shift : shifts_) {
            if (shift.weekday == weekday(*start)) {
                const Instant begin = std::max(local_begin, *start * day + shift.begin);
                const Instant end = std::min(local_end, *start * day + shift.end);
                absent += shift.servers * std::max<Duration>(end - begin, 0);
            }
        }
    }
    return absent;
}

std::int64_t Roster::rostered_time(Instant begin, Instant end) const {
    GREENLANE_EXPECT(begin <= end);
    const Instant local_begin = begin + utc_offset_;
    const Instant local_end = end + utc_offset_;
    return weekly_until(local_end) - weekly_until(local_begin) -
           absent_between(local_begin, local_end);
}

std::int32_t Roster::most_servers() const {
    return std::max_element(steps_.begin(), steps_.end(),
                            [](const Step& a, const Step& b) { return a.servers < b.servers; })
        ->servers;
}

RosterCursor::RosterCursor(const Roster& roster, Instant start)
    : roster_(&roster),
      next_change_(roster.next_change(start)),
      servers_(roster.servers_at(start)) {}

void RosterCursor::step() {
    GREENLANE_EXPECT(next_change_ != never);
    servers_ = roster_->servers_at(next_change_);
    next_change_ = roster_->next_change(next_change_);
}

}  // namespace greenlane::clearance
