#include "experiment/factor_number.h"

#include "greenlane/core/calendar.h"

#include <charconv>
#include <string>

namespace greenlane::experiment {

namespace {

std::optional<Decimal> parse_decimal(std::string_view text) {
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
    const bool is_number = error == std::errc{} && rest == end && figures.front() != '-' &&
                           decimal.digits <= most_digits && decimal.mantissa <= most_ticks &&
                           (point == std::string_view::npos || !fraction.empty());
    decimal.mantissa *= negative ? -1 : 1;
    return is_number ? std::optional(decimal) : std::nullopt;
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
