#include "greenlane/core/calendar.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace greenlane {

namespace {

namespace chrono = std::chrono;

chrono::year_month_day civil(Date date) {
    return chrono::year{date.year} / chrono::month{date.month} / chrono::day{date.day};
}

/// Reads exactly `digits` decimal digits at `text`'s head and drops them.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) {
        return std::nullopt;
    }
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') {
            return std::nullopt;
        }
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<Date> take_date(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, '-')) {
        return std::nullopt;
    }
    const auto month = take_digits(text, 2);
    if (!month || !take(text, '-')) {
        return std::nullopt;
    }
    const auto day_of_month = take_digits(text, 2);
    if (!day_of_month) {
        return std::nullopt;
    }
    const Date date{*year, static_cast<std::uint8_t>(*month),
                    static_cast<std::uint8_t>(*day_of_month)};
    return is_valid(date) ? std::optional(date) : std::nullopt;
}

std::optional<Duration> take_clock(std::string_view& text) {
    const auto hours = take_digits(text, 2);
    if (!hours || *hours > 23 || !take(text, ':')) {
        return std::nullopt;
    }
    const auto minutes = take_digits(text, 2);
    if (!minutes || *minutes > 59) {
        return std::nullopt;
    }
    Duration clock = *hours * hour + *minutes * minute;
    if (!take(text, ':')) {
        return clock;
    }
    const auto seconds = take_digits(text, 2);
    if (!seconds || *seconds > 59) {
        return std::nullopt;
    }
    clock += *seconds * second;
    if (take(text, '.')) {
        Duration scale = 100;
        std::size_t digits = 0;
        for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++digits) {
            clock += (text.front() - '0') * scale;
            scale /= 10;
            text.remove_prefix(1);
        }
        if (digits == 0) {
            return std::nullopt;
        }
    }
    return clock;
}

/// What to subtract to come to UTC.
std::optional<Duration> take_zone(std::string_view& text) {
    if (text.empty() || take(text, 'Z')) {
        return 0;
    }
    const bool west = text.front() == '-';
    if (!take(text, '+') && !take(text, '-')) {
        return std::nullopt;
    }
    const auto hours = take_digits(text, 2);
    take(text, ':');
    const auto minutes = take_digits(text, 2);
    if (!hours || !minutes || *hours > 14 || *minutes > 59) {
        return std::nullopt;
    }
    const Duration offset = *hours * hour + *minutes * minute;
    return west ? -offset : offset;
}

struct UnitOfTime {
    std::string_view suffix;
    Duration length;
};
constexpr std::array units{UnitOfTime{"ms", 1},       UnitOfTime{"s", second},
                           UnitOfTime{"min", minute}, UnitOfTime{"h", hour},
                           UnitOfTime{"d", day},      UnitOfTime{"w", 7 * day}};

std::string printed(const char* format, auto... values) {
    std::array<char, 64> buffer{};
    const int length = std::snprintf(buffer.data(), buffer.size(), format, values...);
    return {buffer.data(), static_cast<std::size_t>(length)};
}

}  // namespace

std::int64_t days_since_epoch(Date date) {
    return chrono::sys_days{civil(date)}.time_since_epoch().count();
}

Date date_of(std::int64_t days) {
    const chrono::year_month_day civil_date{
        chrono::sys_days{chrono::days{static_cast<std::int32_t>(days)}}};
    return {static_cast<int>(civil_date.year()),
            static_cast<std::uint8_t>(static_cast<unsigned>(civil_date.month())),
            static_cast<std::uint8_t>(static_cast<unsigned>(civil_date.day()))};
}

bool is_valid(Date date) {
    return civil(date).ok();
}

int weekday(std::int64_t days) {
    // 1970-01-01 was a Thursday.
    return static_cast<int>(((days + 3) % 7 + 7) % 7);
}

IsoWeek iso_week(std::int64_t days) {
    // The week belongs to the year its Thursday lies in.
    const std::int64_t thursday = days - weekday(days) + 3;
    const std::int32_t year = date_of(thursday).year;
    const std::int64_t first = days_since_epoch({year, 1, 1});
    return {year, static_cast<std::int32_t>((thursday - first) / 7 + 1)};
}

std::optional<Date> parse_date(std::string_view text) {
    const auto date = take_date(text);
    return text.empty() ? date : std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view text) {
    const auto date = take_date(text);
    if (!date) {
        return std::nullopt;
    }
    Instant instant = days_since_epoch(*date) * day;
    if (text.empty()) {
        return instant;
    }
    if (!take(text, 'T') && !take(text, ' ')) {
        return std::nullopt;
    }
    const auto clock = take_clock(text);
    if (!clock) {
        return std::nullopt;
    }
    const auto zone = take_zone(text);
    if (!zone || !text.empty()) {
        return std::nullopt;
    }
    return instant + *clock - *zone;
}

std::optional<Duration> parse_duration(std::string_view text) {
    double value = 0;
    const auto [end, status] =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (status != std::errc{} || !(value >= 0)) {
        return std::nullopt;
    }
    std::string_view suffix(end, static_cast<std::size_t>(text.data() + text.size() - end));
    while (!suffix.empty() && suffix.front() == ' ') {
        suffix.remove_prefix(1);
    }
    for (const UnitOfTime& unit : units) {
        if (suffix == unit.suffix) {
            const double length = value * static_cast<double>(unit.length) + 0.5;
            // A thousand years is longer than any run and far from overflow.
            return length < 366000.0 * static_cast<double>(day)
                       ? std::optional(static_cast<Duration>(length))
                       : std::nullopt;
        }
    }
    return std::nullopt;
}

std::string to_string(Date date) {
    return printed("%04d-%02d-%02d", date.year, int{date.month}, int{date.day});
}

std::string format_instant(Instant instant) {
    const Duration clock = time_of_day(instant);
    std::string text =
        to_string(date_of(day_of(instant))) +
        printed("T%02d:%02d:%02d", static_cast<int>(clock / hour),
                static_cast<int>(clock % hour / minute), static_cast<int>(clock % minute / second));
    if (clock % second != 0) {
        text += printed(".%03d", static_cast<int>(clock % second));
    }
    return text + 'Z';
}

std::string format_duration(Duration duration) {
    const auto in = [duration](Duration unit) {
        return static_cast<double>(duration) / static_cast<double>(unit);
    };
    if (duration >= 3 * day || (duration >= day && duration % day == 0)) {
        return printed(duration >= 1000 * day ? "%.0f d" : "%.3g d", in(day));
    }
    if (duration >= 2 * hour) {
        return printed("%.3g h", in(hour));
    }
    if (duration >= 2 * minute) {
        return printed("%.3g min", in(minute));
    }
    return duration >= second ? printed("%.3g s", in(second)) : printed("%g ms", in(1));
}

}  // namespace greenlane
