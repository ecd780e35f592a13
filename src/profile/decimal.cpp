#include "profile/decimal.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace greenlane::profile {

std::string shifted(std::string_view decimal, int places) {
    const std::size_t point = decimal.find('.');
    std::string whole(decimal.substr(0, point));
    std::string fraction(point == std::string_view::npos ? "" : decimal.substr(point + 1));
    for (; places > 0; --places) {
        whole += fraction.empty() ? '0' : fraction.front();
        fraction.erase(0, 1);
    }
    for (; places < 0; ++places) {
        fraction.insert(fraction.begin(), whole.empty() ? '0' : whole.back());
        if (!whole.empty()) {
            whole.pop_back();
        }
    }
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    fraction.erase(fraction.find_last_not_of('0') + 1);
    if (whole.empty()) {
        whole = "0";
    }
    return fraction.empty() ? whole : whole + '.' + fraction;
}

double number_of(std::string_view decimal) {
    double value = 0;
    const auto [end, status] = std::from_chars(decimal.data(), decimal.data() + decimal.size(),
                                               value, std::chars_format::fixed);
    GREENLANE_EXPECT(status == std::errc{} && end == decimal.data() + decimal.size());
    return value;
}

std::string decimal_of(double value) {
    std::array<char, 512> buffer{};
    const auto [end, status] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                             std::chars_format::fixed);
    GREENLANE_EXPECT(status == std::errc{});
    return {buffer.data(), end};
}

}  // namespace greenlane::profile
