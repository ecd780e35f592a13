#include "screening/bits.h"

#include "support/draws.h"

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

TEST(Bits, transposing_swaps_line_and_bit) {
    test::Draws draws(1);
    Square square;
    for (std::uint64_t& line : square) {
        line = draws.word();
    }
    Square transposed = square;
    transpose(transposed);
    for (std::size_t i = 0; i < word_bits; ++i) {
        for (std::size_t j = 0; j < word_bits; ++j) {
            ASSERT_EQ(square[i] >> j & 1, transposed[j] >> i & 1) << i << ' ' << j;
        }
    }
}

TEST(Bits, ranges_cover_their_rows_and_no_others) {
    for (const auto& [first, last] : {std::pair<std::size_t, std::size_t>{0, 0},
                                      {0, 1},
                                      {5, 5},
                                      {63, 65},
                                      {64, 128},
                                      {1, 200},
                                      {130, 199},
                                      {199, 200}}) {
        Bitmap bitmap(words_for(200));
        set_range(bitmap, first, last);
        for (std::size_t row = 0; row < 256; ++row) {
            ASSERT_EQ(test(bitmap, row), row >= first && row < last) << first << ' ' << last;
        }
    }
}

TEST(Bits, the_last_word_holds_no_bits_past_the_last_row) {
    for (const std::size_t rows : {0, 1, 63, 64, 65, 100, 128}) {
        Bitmap all;
        set_all(all, rows);
        Bitmap marked{99, 99, 99, 99};
        mark(marked, rows, [](std::size_t) { return true; });
        EXPECT_EQ(all, marked);
        std::size_t count = 0;
        for_each_bit(all, [&](std::size_t row) { EXPECT_EQ(row, count++); });
        EXPECT_EQ(count, rows);
    }
}

TEST(Bits, marking_asks_for_each_row) {
    Bitmap bitmap;
    mark(bitmap, 100, [](std::size_t row) { return row % 7 == 3; });
    for (std::size_t row = 0; row < 100; ++row) {
        EXPECT_EQ(test(bitmap, row), row % 7 == 3);
    }
}

}  // namespace
}  // namespace greenlane::screening
