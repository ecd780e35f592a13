#pragma once

#include <cstdint>
#include <limits>

namespace greenlane {

/// Milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored.
using Instant = std::int64_t;
/// Milliseconds.
using Duration = std::int64_t;
/// Minor units of one currency (cents, tiyin; won have none).
using Money = std::int64_t;
/// Grams.
using Mass = std::int64_t;

inline constexpr Duration second = 1000;
inline constexpr Duration minute = 60 * second;
inline constexpr Duration hour = 60 * minute;
inline constexpr Duration day = 24 * hour;

/// "Not given" in a column of integers. Never a value: readers refuse it.
inline constexpr std::int64_t missing = std::numeric_limits<std::int64_t>::min();
/// Later than any instant of a run.
inline constexpr Instant never = std::numeric_limits<Instant>::max();

}  // namespace greenlane
