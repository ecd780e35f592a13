#pragma once

#include "greenlane/experiment/factor.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace greenlane::experiment {

/// Decimal places that are read of a number.
inline constexpr int most_digits = 12;
/// No number of a factor is larger in ticks.
inline constexpr std::int64_t most_ticks = 1'000'000'000'000'000;

/// Of an exponent from 0 to 18.
std::int64_t power_of_ten(int exponent);

/// A decimal number: mantissa / 10^digits.
struct Decimal {
    std::int64_t mantissa = 0;
    int digits = 0;
};

/// A number with its unit, as a user writes it.
struct Number {
    Scale scale;
    bool is_share;
    Decimal decimal;  ///< of a duration, milliseconds
};

/// A decimal number of at most most_ticks and most_digits, which may have an exponent (`1e9`); with
/// `%` of a share or a unit of time. nullopt for anything else.
std::optional<Number> parse_number(std::string_view text);

}  // namespace greenlane::experiment
