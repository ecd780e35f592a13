#include "io/toml_scalar.h"

#include <cmath>

namespace greenlane::io {

namespace {

using Kind = TomlValue::Kind;

}  // namespace

std::optional<std::string> as_text(const TomlValue& value) {
    return value.kind == Kind::text ? std::optional(value.text) : std::nullopt;
}

std::optional<double> as_number(const TomlValue& value) {
    if (value.kind == Kind::integer) {
        return static_cast<double>(value.integer);
    }
    return value.kind == Kind::number && std::isfinite(value.number) ? std::optional(value.number)
                                                                     : std::nullopt;
}

std::optional<Duration> as_duration(const TomlValue& value) {
    return value.kind == Kind::text ? parse_duration(value.text) : std::nullopt;
}

std::optional<Quantity> as_quantity(const TomlValue& value) {
    if (const auto number = as_number(value)) {
        return Quantity{*number, false};
    }
    const auto duration = as_duration(value);
    return duration ? std::optional(Quantity{static_cast<double>(*duration), true}) : std::nullopt;
}

std::optional<Date> as_date(const TomlValue& value) {
    if (value.kind == Kind::date) {
        return date_of(value.integer);
    }
    return value.kind == Kind::text ? parse_date(value.text) : std::nullopt;
}

std::optional<Instant> as_instant(const TomlValue& value) {
    switch (value.kind) {
        case Kind::instant:
            return value.integer;
        case Kind::date:
            return value.integer * day;
        case Kind::text:
            return parse_instant(value.text);
        default:
            return std::nullopt;
    }
}

std::optional<Duration> as_clock(const TomlValue& value) {
    if (value.kind == Kind::clock) {
        return value.integer;
    }
    if (value.kind != Kind::text) {
        return std::nullopt;
    }
    if (value.text == "24:00") {
        return day;
    }
    // The tail of an instant on the first day of the epoch.
    return value.text.size() == 5 ? parse_instant("1970-01-01T" + value.text) : std::nullopt;
}

}  // namespace greenlane::io
