#pragma once

#include "greenlane/core/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::io {

/// How dates and times are written: %Y (four digits), %y (two, 2000 to 2099), %m, %d, %H, %M, %S
/// (one or two digits) and any other characters as they stand.
class DateFormat {
public:
    /// nullopt, and why in `fault`, for a format that does not name a day.
    static std::optional<DateFormat> compile(std::string_view format, std::string& fault);

    bool has_time() const { return has_time_; }
    /// Local milliseconds since 1970-01-01T00:00:00, before any zone is taken off; nullopt for what
    /// is not so written and for days and hours that do not exist.
    std::optional<Instant> parse(std::string_view text) const;

private:
    struct Piece {
        char field = 0;  ///< one of YymdHMS, or 0: the literal
        char literal = 0;
    };
    std::vector<Piece> pieces_;
    bool has_time_ = false;
};

/// `+09:00`, `-03:30`, `Z`: local time minus UTC.
std::optional<Duration> parse_utc_offset(std::string_view text);

}  // namespace greenlane::io
