#include "io/date_format.h"

#include "greenlane/core/calendar.h"

namespace greenlane::io {

namespace {

/// Takes `least` to `most` digits off the text's front; -1 where they are not there.
int take_number(std::string_view& text, int least, int most) {
    int value = 0;
    int digits = 0;
    while (digits < most && !text.empty() && text.front() >= '0' && text.front() <= '9') {
        value = value * 10 + (text.front() - '0');
        text.remove_prefix(1);
        ++digits;
    }
    return digits < least ? -1 : value;
}

}  // namespace

std::optional<DateFormat> DateFormat::compile(std::string_view format, std::string& fault) {
    DateFormat compiled;
    std::string fields;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            compiled.pieces_.push_back({0, format[i]});
            continue;
        }
        const char field = i + 1 < format.size() ? format[++i] : '\0';
        if (field == '\0' || std::string_view("YymdHMS").find(field) == std::string_view::npos) {
            fault = "'%" + std::string(field == '\0' ? 0 : 1, field) + "' is not part of a date";
            return std::nullopt;
        }
        if (fields.find(field) != std::string::npos) {
            fault = std::string("'%") + field + "' stands twice";
            return std::nullopt;
        }
        fields += field;
        compiled.pieces_.push_back({field, 0});
    }
    const auto has = [&fields](char field) { return fields.find(field) != std::string::npos; };
    if (has('Y') == has('y') || !has('m') || !has('d')) {
        fault = "a date needs a year (%Y or %y), a month (%m) and a day (%d)";
        return std::nullopt;
    }
    if ((has('M') && !has('H')) || (has('S') && !has('M'))) {
        fault = "minutes (%M) need hours (%H), and seconds (%S) need minutes";
        return std::nullopt;
    }
    compiled.has_time_ = has('H');
    return compiled;
}

std::optional<Instant> DateFormat::parse(std::string_view text) const {
    Date date{0, 0, 0};
    Duration clock = 0;
    for (const Piece& piece : pieces_) {
        if (piece.field == 0) {
            if (text.empty() || text.front() != piece.literal) {
                return std::nullopt;
            }
            text.remove_prefix(1);
            continue;
        }
        const int number = piece.field == 'Y'   ? take_number(text, 4, 4)
                           : piece.field == 'y' ? take_number(text, 2, 2)
                                                : take_number(text, 1, 2);
        const int limit = piece.field == 'H' ? 23 : 59;
        if (number < 0 || (piece.field != 'Y' && piece.field != 'y' && number > limit)) {
            return std::nullopt;
        }
        switch (piece.field) {
            case 'Y':
                date.year = number;
                break;
            case 'y':
                date.year = 2000 + number;
                break;
            case 'm':
                date.month = static_cast<std::uint8_t>(number);
                break;
            case 'd':
                date.day = static_cast<std::uint8_t>(number);
                break;
            case 'H':
                clock += number * hour;
                break;
            case 'M':
                clock += number * minute;
                break;
            default:
                clock += number * second;
        }
    }
    if (!text.empty() || !is_valid(date)) {
        return std::nullopt;
    }
    return days_since_epoch(date) * day + clock;
}

std::optional<Duration> parse_utc_offset(std::string_view text) {
    if (text == "Z") {
        return 0;
    }
    const bool west = text.starts_with('-');
    if (!west && !text.starts_with('+')) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const int hours = take_number(text, 2, 2);
    if (!text.starts_with(':')) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const int minutes = take_number(text, 2, 2);
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || !text.empty()) {
        return std::nullopt;
    }
    const Duration offset = hours * hour + minutes * minute;
    return west ? -offset : offset;
}

}  // namespace greenlane::io
