#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace greenlane::io {

enum class DecimalFault : std::uint8_t { none, not_a_number, negative, too_large };

/// No quantity of ours is larger: 10^15 minor units, grams or thousandths.
inline constexpr std::int64_t decimal_limit = 1'000'000'000'000'000;

/// Reads an unsigned decimal number, `12`, `12.5`, `.5` or `1.2e+05`, as value * 10^shift, exactly,
/// rounded half to even to a whole number. 16 bytes must be readable from the text's front. `value`
/// is set where there is no fault; -0 is 0. |shift| is at most 18.
DecimalFault parse_decimal(std::string_view text, int shift, std::int64_t& value);

/// value * numerator / 10^digits, rounded half to even; factors not negative and at most
/// decimal_limit.
std::int64_t scaled_product(std::int64_t value, std::int64_t numerator, int digits);

/// `'abc' is not a number`.
std::string describe(DecimalFault fault, std::string_view text, std::string_view what);

}  // namespace greenlane::io
