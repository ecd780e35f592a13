#include "experiment/factor_number.h"

#include "greenlane/core/calendar.h"

#include <charconv>
#include <string>

namespace greenlane::experiment {

namespace {

constexpr int most_exponent = 18;

/// Of `1e9` the 9, and 0 where there is none; what is left of the text is without it.
std::optional<int> take_exponent(std::string_view& text) {
    const std::size_t mark = text.find_first_of("eE");
    if (mark == std::string_view::npos) {
        return 0;
    }
    std::string_view figures = text.substr(mark + 1);
    figures.remove_prefix(figures.starts_with('+') ? 1 : 0);
    text = text.substr(0, mark);
    int exponent = 0;
    const char* const end = figures.data() + figures.size();
    const auto [rest, error] = std::from_chars(figures.data(), end, exponent);
    const bool is_exponent = error == std::errc{} && rest == end && exponent >= -most_exponent &&
                             exponent <= most_exponent;
    return is_exponent ? std::optional(exponent) : std::nullopt;
}

/// The decimal times 10^exponent; nullopt where that is too large or too fine.
std::optional<Decimal> shifted(Decimal decimal, int exponent) {
    decimal.digits -= exponent;
    while (decimal.digits > 0 && decimal.mantissa % 10 == 0 && exponent != 0) {
        decimal.mantissa /= 10;
        --decimal.digits;
    }
    for (; decimal.digits < 0; ++decimal.digits) {
        if (decimal.mantissa > most_ticks / 10) {
            return std::nullopt;
        }
        decimal.mantissa *= 10;
    }
    return decimal.digits <= most_digits ? std::optional(decimal) : std::nullopt;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
    const auto exponent = take_exponent(text);
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    const std::size_t point = text.find('.');
    std::string figures(text.substr(0, point));
    const std::string_view fraction =
        point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    figures += fraction;
    Decimal decimal{0, static_cast<int>(fraction.size())};
    const char* const end = figures.data() + figures.size();
    const auto [rest, error] = std::from_chars(figures.data(), end, decimal.mantissa);
    const bool is_number = exponent && error == std::errc{} && rest == end &&
                           figures.front() != '-' && decimal.mantissa <= most_ticks &&
                           (point == std::string_view::npos || !fraction.empty());
    auto number = is_number ? shifted(decimal, *exponent) : std::nullopt;
    if (number && negative) {
        number->mantissa *= -1;
    }
    return number;
}

}  // namespace

std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) {
        power *= 10;
    }
    return power;
}

std::optional<Number> parse_number(std::string_view text) {
    if (const auto duration = parse_duration(text)) {
        return Number{Scale::duration, false, {*duration, 0}};
    }
    const bool is_share = text.ends_with('%');
    text.remove_suffix(is_share ? 1 : 0);
    auto decimal = parse_decimal(text);
    if (decimal && is_share) {
        decimal->digits += 2;
    }
    return decimal ? std::optional(Number{Scale::number, is_share, *decimal}) : std::nullopt;
}

}  // namespace greenlane::experiment
