#include "io/decimal.h"

#include <array>
#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

std::optional<std::int64_t> parsed(std::string text, int shift) {
    text.reserve(text.size() + 16);
    std::int64_t value = -7;
    return parse_decimal(text, shift, value) == DecimalFault::none ? std::optional(value)
                                                                   : std::nullopt;
}

DecimalFault fault(std::string text, int shift = 0) {
    text.reserve(text.size() + 16);
    std::int64_t value = 0;
    return parse_decimal(text, shift, value);
}

TEST(Decimal, is_kept_exactly) {
    EXPECT_EQ(parsed("372254.4", 2), 37225440);
    EXPECT_EQ(parsed("0.07", 2), 7);
    EXPECT_EQ(parsed(".5", 3), 500);
    EXPECT_EQ(parsed("5.", 3), 5000);
    EXPECT_EQ(parsed("007", 0), 7);
    EXPECT_EQ(parsed("1234567890123456", -2), 12345678901235);
    EXPECT_EQ(parsed("+12", 0), 12);
    EXPECT_EQ(parsed("-0.0", 3), 0);
    EXPECT_EQ(parsed("1.2e+05", 0), 120000);
    EXPECT_EQ(parsed("25E-1", 1), 25);
    EXPECT_EQ(parsed("1000000000000000", 0), decimal_limit);
}

TEST(Decimal, is_rounded_half_to_even_once) {
    EXPECT_EQ(parsed("0.5", 0), 0);
    EXPECT_EQ(parsed("1.5", 0), 2);
    EXPECT_EQ(parsed("2.5", 0), 2);
    EXPECT_EQ(parsed("2.50000000000000000000001", 0), 3);
    EXPECT_EQ(parsed("2.49999999999999999999999", 0), 2);
    EXPECT_EQ(parsed("5353.02", 0), 5353);
    EXPECT_EQ(parsed("0.0000000000000000000000000004", 3), 0);
    // 17 digits behind the point, as the Korean prices have them.
    EXPECT_EQ(parsed("0.51234567890123455", 15), 512345678901235);
}

TEST(Decimal, names_what_is_wrong) {
    for (const char* text : {"", "abc", "NaN", "nan", "inf", "Infinity", "1,5", "1.2.3", ".", "-",
                             "1e", "1e+", "0x10", "12a", "1 000", " 1", "--1", "e5"}) {
        EXPECT_EQ(fault(text), DecimalFault::not_a_number) << text;
    }
    EXPECT_EQ(fault("-5"), DecimalFault::negative);
    EXPECT_EQ(fault("-0.01"), DecimalFault::negative);
    EXPECT_EQ(fault("1000000000000001"), DecimalFault::too_large);
    EXPECT_EQ(fault("10000000000000", 3), DecimalFault::too_large);
    EXPECT_EQ(fault("1e400"), DecimalFault::too_large);
    EXPECT_EQ(fault("99999999999999999999999999"), DecimalFault::too_large);
    EXPECT_EQ(describe(DecimalFault::negative, "-5", "mass"), "negative mass: '-5'");
}

/// Both ways of reading, digits at once and one by one, agree: a leading + takes the slow one.
TEST(Decimal, fast_and_slow_reading_agree) {
    std::uint64_t state = 1;
    for (int i = 0; i < 20000; ++i) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        const auto digits = 1 + (state >> 33) % 15;
        std::string text = std::to_string(state >> 4).substr(0, digits);
        if ((state >> 40) % 3 != 0) {
            text.insert((state >> 50) % (text.size() + 1), ".");
        }
        const int shift = static_cast<int>((state >> 45) % 7) - 2;
        if (text != ".") {
            EXPECT_EQ(parsed(text, shift), parsed("+" + text, shift)) << text << " " << shift;
        }
    }
}

TEST(Decimal, products_are_exact) {
    EXPECT_EQ(scaled_product(372254, 800, 4), 29780);
    EXPECT_EQ(scaled_product(5, 5000, 4), 2);
    EXPECT_EQ(scaled_product(15, 5000, 4), 8);
    EXPECT_EQ(scaled_product(3, 7, 0), 21);
    EXPECT_EQ(scaled_product(decimal_limit, 2'000'000, 4), 200'000'000'000'000'000);
}

}  // namespace
}  // namespace greenlane::io
