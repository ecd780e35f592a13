#pragma once

#include "greenlane/core/calendar.h"
#include "greenlane/core/units.h"

#include "io/toml_value.h"

#include <optional>
#include <string>

namespace greenlane::io {

/// A number as a user may write it where a time is allowed too: `1.5` or `"24min"`.
struct Quantity {
    double value = 0;  ///< milliseconds where it is a duration
    bool is_duration = false;
};

/// What a value is as one of our types; nullopt where it is of another.
std::optional<std::string> as_text(const TomlValue& value);
std::optional<double> as_number(const TomlValue& value);  ///< finite; integers too
std::optional<Duration> as_duration(const TomlValue& value);
std::optional<Quantity> as_quantity(const TomlValue& value);
std::optional<Date> as_date(const TomlValue& value);
std::optional<Instant> as_instant(const TomlValue& value);
std::optional<Duration> as_clock(const TomlValue& value);  ///< since midnight; up to a day

}  // namespace greenlane::io
