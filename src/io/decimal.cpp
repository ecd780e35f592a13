#include "io/decimal.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <array>
#include <bit>

#include <immintrin.h>

namespace greenlane::io {

namespace {

__extension__ using Wide = unsigned __int128;

constexpr int kept_digits = 18;

constexpr std::array<std::uint64_t, kept_digits + 1> powers = [] {
    std::array<std::uint64_t, kept_digits + 1> list{};
    std::uint64_t power = 1;
    for (std::uint64_t& entry : list) {
        entry = power;
        power *= 10;
    }
    return list;
}();

/// The largest number that may be multiplied by 10, 10^2...
constexpr std::array<std::uint64_t, kept_digits + 1> limits = [] {
    std::array<std::uint64_t, kept_digits + 1> list{};
    for (std::size_t i = 0; i < list.size(); ++i) {
        list[i] = static_cast<std::uint64_t>(decimal_limit) / powers[i];
    }
    return list;
}();

/// digits * 10^exponent, with `inexact` where lower digits that are not all 0 were left out.
DecimalFault scale(std::uint64_t digits, int exponent, bool inexact, std::int64_t& value) {
    if (digits == 0) {
        value = 0;
        return DecimalFault::none;
    }
    if (exponent >= 0) {
        if (exponent > 15 || digits > limits[exponent]) {
            return DecimalFault::too_large;
        }
        value = static_cast<std::int64_t>(digits * powers[exponent]);
        return DecimalFault::none;
    }
    if (-exponent > kept_digits) {
        // Below a half: kept digits are fewer than the places they fall behind the point.
        value = 0;
        return DecimalFault::none;
    }
    const std::uint64_t divisor = powers[-exponent];
    std::uint64_t quotient = digits / divisor;
    const std::uint64_t rest = digits % divisor;
    const std::uint64_t half = divisor / 2;
    if (rest > half || (rest == half && (inexact || quotient % 2 == 1))) {
        ++quotient;
    }
    if (quotient > static_cast<std::uint64_t>(decimal_limit)) {
        return DecimalFault::too_large;
    }
    value = static_cast<std::int64_t>(quotient);
    return DecimalFault::none;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes `e+05` off the text's front; false where it is malformed.
bool take_exponent(std::string_view& text, int& exponent) {
    if (text.empty() || (text.front() != 'e' && text.front() != 'E')) {
        return true;
    }
    text.remove_prefix(1);
    const bool negative = !text.empty() && text.front() == '-';
    if (negative || (!text.empty() && text.front() == '+')) {
        text.remove_prefix(1);
    }
    if (text.empty()) {
        return false;
    }
    int written = 0;
    while (!text.empty() && is_digit(text.front())) {
        written = std::min(written * 10 + (text.front() - '0'), 100'000);
        text.remove_prefix(1);
    }
    exponent += negative ? -written : written;
    return true;
}

/// Any length, a sign and an exponent: digit by digit.
DecimalFault parse_slowly(std::string_view text, int shift, std::int64_t& value) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    std::uint64_t digits = 0;
    int kept = 0;
    int exponent = shift;
    bool inexact = false;
    bool any = false;
    bool behind_point = false;
    for (; !text.empty(); text.remove_prefix(1)) {
        const char c = text.front();
        if (c == '.' && !behind_point) {
            behind_point = true;
            continue;
        }
        if (!is_digit(c)) {
            break;
        }
        any = true;
        if (kept < kept_digits) {
            digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
            kept += digits != 0 ? 1 : 0;
            exponent -= behind_point ? 1 : 0;
        } else {
            inexact = inexact || c != '0';
            exponent += behind_point ? 0 : 1;
        }
    }
    if (!any || !take_exponent(text, exponent) || !text.empty()) {
        return DecimalFault::not_a_number;
    }
    if (negative && digits != 0) {
        return DecimalFault::negative;
    }
    return scale(digits, exponent, inexact, value);
}

/// shuffle_right[16 - n ...]: moves n bytes from the front of a register to its back, zeros in
/// front of them.
alignas(32) constexpr std::array<std::int8_t, 32> shuffle_right = [] {
    std::array<std::int8_t, 32> list{};
    for (int i = 0; i < 32; ++i) {
        list[i] = static_cast<std::int8_t>(i < 16 ? -1 : i - 16);
    }
    return list;
}();

/// The number that 16 digits (0 to 9 each) are.
std::uint64_t join_digits(__m128i digits) {
    const __m128i pairs = _mm_maddubs_epi16(
        digits, _mm_setr_epi8(10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1));
    const __m128i fours = _mm_madd_epi16(pairs, _mm_setr_epi16(100, 1, 100, 1, 100, 1, 100, 1));
    const __m128i packed = _mm_packus_epi32(fours, fours);
    const __m128i eights =
        _mm_madd_epi16(packed, _mm_setr_epi16(10000, 1, 10000, 1, 10000, 1, 10000, 1));
    const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
    return (both & 0xffffffffu) * 100'000'000u + (both >> 32);
}

}  // namespace

DecimalFault parse_decimal(std::string_view text, int shift, std::int64_t& value) {
    const std::size_t length = text.size();
    if (length - 1 >= 16) {
        return parse_slowly(text, shift, value);
    }
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data()));
    const __m128i values = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    const unsigned valid = (1u << length) - 1;
    const unsigned digits = static_cast<unsigned>(_mm_movemask_epi8(
                                _mm_cmpeq_epi8(_mm_min_epu8(values, _mm_set1_epi8(9)), values))) &
                            valid;
    const unsigned points =
        static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.')))) & valid;
    if ((digits | points) != valid || (points & (points - 1)) != 0 || digits == 0) {
        return parse_slowly(text, shift, value);
    }
    // The digits to the right end of the register, then those in front of the point over it.
    const __m128i right = _mm_shuffle_epi8(
        values, _mm_loadu_si128(reinterpret_cast<const __m128i*>(shuffle_right.data() + length)));
    const int places = points == 0 ? 0 : static_cast<int>(length) - std::countr_zero(points) - 1;
    const __m128i positions = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const int point = points == 0 ? -1 : 15 - places;
    const __m128i in_front = _mm_cmpgt_epi8(_mm_set1_epi8(static_cast<char>(point + 1)), positions);
    const __m128i joined = _mm_blendv_epi8(right, _mm_slli_si128(right, 1), in_front);
    return scale(join_digits(joined), shift - places, false, value);
}

std::int64_t scaled_product(std::int64_t value, std::int64_t numerator, int digits) {
    const auto rounded = [](auto product, auto divisor) {
        const auto quotient = product / divisor;
        const auto rest = product % divisor;
        const bool up = rest > divisor / 2 || (rest == divisor / 2 && quotient % 2 == 1);
        return static_cast<std::int64_t>(quotient) + (up && divisor > 1 ? 1 : 0);
    };
    const std::uint64_t divisor = powers[static_cast<std::size_t>(digits)];
    const Wide product = static_cast<Wide>(value) * static_cast<Wide>(numerator);
    if (product >> 64 == 0) {
        return rounded(static_cast<std::uint64_t>(product), divisor);
    }
    return rounded(product, static_cast<Wide>(divisor));
}

std::string describe(DecimalFault fault, std::string_view text, std::string_view what) {
    const std::string shown = "'" + std::string(text.substr(0, 40)) + "'";
    switch (fault) {
        case DecimalFault::negative:
            return "negative " + std::string(what) + ": " + shown;
        case DecimalFault::too_large:
            return std::string(what) + " out of range: " + shown;
        default:
            return std::string(what) + " is not a number: " + shown;
    }
}

}  // namespace greenlane::io
