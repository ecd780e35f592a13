#include "greenlane/experiment/factor.h"

#include "greenlane/core/units.h"

#include "experiment/factor_number.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace greenlane::experiment {

namespace {

/// The largest unit of which it is a whole number.
std::string duration_text(std::int64_t milliseconds) {
    constexpr std::array<std::pair<Duration, const char*>, 5> units{
        {{day, "d"}, {hour, "h"}, {minute, "min"}, {second, "s"}, {1, "ms"}}};
    const auto unit = std::find_if(units.begin(), units.end(), [&](const auto& candidate) {
        return milliseconds % candidate.first == 0;
    });
    return milliseconds == 0 ? "0s" : std::to_string(milliseconds / unit->first) + unit->second;
}

}  // namespace

std::string Factor::text(std::int64_t tick) const {
    if (scale == Scale::duration) {
        return duration_text(tick);
    }
    std::string text = std::to_string(std::abs(tick));
    if (digits > 0) {
        const auto places = static_cast<std::size_t>(digits);
        text.insert(0, text.size() > places ? 0 : places + 1 - text.size(), '0');
        text.insert(text.size() - places, ".");
        text.erase(text.find_last_not_of('0') + 1);
        text.erase(text.find_last_not_of('.') + 1);
    }
    return tick < 0 ? '-' + text : text;
}

std::string Factor::level_text(std::size_t level) const {
    return scale == Scale::words ? words[level] : text(ticks[level]);
}

double Factor::value(std::int64_t tick) const {
    return static_cast<double>(tick) / static_cast<double>(power_of_ten(digits));
}

std::optional<double> Factor::value_of(std::string_view text) const {
    const auto number = scale == Scale::words ? std::nullopt : parse_number(text);
    return number ? std::optional(static_cast<double>(number->decimal.mantissa) /
                                  static_cast<double>(power_of_ten(number->decimal.digits)))
                  : std::nullopt;
}

std::int64_t Factor::tick_at(double coordinate) const {
    const auto count = static_cast<double>(high - low + 1);
    return std::min(high, low + static_cast<std::int64_t>(coordinate * count));
}

bool Factor::take_whole_numbers() {
    const std::int64_t power = power_of_ten(digits);
    if (low % power != 0 || high % power != 0) {
        return false;
    }
    low /= power;
    high /= power;
    digits = 0;
    return true;
}

std::vector<std::string> short_keys(const std::vector<Factor>& factors) {
    const auto last_parts = [](const std::string& key, std::size_t parts) {
        std::size_t begin = key.size();
        for (std::size_t i = 0; i < parts && begin != std::string::npos && begin > 0; ++i) {
            begin = key.rfind('.', begin - 1);
        }
        return begin == std::string::npos || begin == 0 ? key : key.substr(begin + 1);
    };
    std::vector<std::string> names;
    for (const Factor& factor : factors) {
        std::size_t parts = 1;
        const auto is_shared = [&](const Factor& other) {
            return &other != &factor &&
                   last_parts(other.key, parts) == last_parts(factor.key, parts);
        };
        while (std::any_of(factors.begin(), factors.end(), is_shared)) {
            ++parts;
        }
        names.push_back(last_parts(factor.key, parts));
    }
    return names;
}

}  // namespace greenlane::experiment
