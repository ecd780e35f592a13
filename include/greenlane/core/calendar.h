#pragma once

#include "greenlane/core/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace greenlane {

/// A civil date of the proleptic Gregorian calendar.
struct Date {
    std::int32_t year = 1970;
    std::uint8_t month = 1;
    std::uint8_t day = 1;
    friend bool operator==(const Date&, const Date&) = default;
    friend auto operator<=>(const Date&, const Date&) = default;
};

/// Days since 1970-01-01 of a valid date.
std::int64_t days_since_epoch(Date date);
Date date_of(std::int64_t days_since_epoch);
bool is_valid(Date date);
/// 0 = Monday ... 6 = Sunday (ISO 8601).
int weekday(std::int64_t days_since_epoch);
/// ISO 8601 year and week of a day, for example {2026, 47}.
struct IsoWeek {
    std::int32_t year;
    std::int32_t week;
};
IsoWeek iso_week(std::int64_t days_since_epoch);

/// Floor division: the day an instant lies in, before 1970 too.
constexpr std::int64_t day_of(Instant instant) {
    return instant >= 0 ? instant / day : -((-instant + day - 1) / day);
}
/// Milliseconds since midnight.
constexpr Duration time_of_day(Instant instant) {
    return instant - day_of(instant) * day;
}

/// `2026-01-31`; nullopt for anything else, impossible dates too.
std::optional<Date> parse_date(std::string_view text);
/// `2026-01-31`, or with `T08:30`, `:15`, `.250` and a zone `Z` or `+05:00` (UTC where none
/// stands).
std::optional<Instant> parse_instant(std::string_view text);
/// `24min`, `6h`, `3d`, `1.5h`, `90s`, `250ms`, `2w`; not negative. nullopt for anything else.
std::optional<Duration> parse_duration(std::string_view text);

std::string to_string(Date date);
/// ISO 8601 in UTC, milliseconds only where there are some: `2026-01-31T08:30:00Z`.
std::string format_instant(Instant instant);
/// In its largest unit that reads well: `24 min`, `6.5 h`, `3 d`.
std::string format_duration(Duration duration);

}  // namespace greenlane
