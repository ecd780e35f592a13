#pragma once

#include "greenlane/screening/evaluator.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

/// Bitmaps over rows: row i is bit i % 64 of word i / 64.
namespace greenlane::screening {

inline constexpr std::size_t word_bits = 64;
inline constexpr std::uint64_t all_bits = ~std::uint64_t{0};

constexpr std::size_t words_for(std::size_t rows) {
    return (rows + word_bits - 1) / word_bits;
}

/// The bits below `count`, at most 64.
constexpr std::uint64_t low_bits(std::size_t count) {
    return count >= word_bits ? all_bits : (std::uint64_t{1} << count) - 1;
}

/// The rows that one word of a bitmap holds: its bits, among `rows`.
constexpr std::uint64_t bits_in_use(std::size_t word, std::size_t rows) {
    return low_bits(rows - word * word_bits);
}

inline bool test(const Bitmap& bitmap, std::size_t row) {
    return (bitmap[row / word_bits] >> row % word_bits & 1) != 0;
}
inline void set(Bitmap& bitmap, std::size_t row) {
    bitmap[row / word_bits] |= std::uint64_t{1} << row % word_bits;
}

inline void set_all(Bitmap& bitmap, std::size_t rows) {
    bitmap.assign(words_for(rows), all_bits);
    if (rows % word_bits != 0) {
        bitmap.back() = low_bits(rows % word_bits);
    }
}

/// The bits first to last - 1, as a mask of one word.
constexpr std::uint64_t bits_between(std::size_t word, std::size_t first, std::size_t last) {
    const std::size_t begin = word * word_bits;
    const std::uint64_t below_last = last > begin ? low_bits(last - begin) : 0;
    return first > begin ? below_last & ~low_bits(first - begin) : below_last;
}

inline void set_range(Bitmap& bitmap, std::size_t first, std::size_t last) {
    for (std::size_t word = first / word_bits; word * word_bits < last; ++word) {
        bitmap[word] |= bits_between(word, first, last);
    }
}

/// Calls visit(row) for each set bit of a word whose first row is `base`, in order.
template <class Visit>
void for_each_bit(std::uint64_t word, std::size_t base, Visit visit) {
    for (; word != 0; word &= word - 1) {
        visit(base + static_cast<std::size_t>(std::countr_zero(word)));
    }
}

template <class Visit>
void for_each_bit(const Bitmap& bitmap, Visit visit) {
    for (std::size_t word = 0; word < bitmap.size(); ++word) {
        for_each_bit(bitmap[word], word * word_bits, visit);
    }
}

/// The rows for which holds(row) is true; a loop that vectorises.
template <class Holds>
void mark(Bitmap& bitmap, std::size_t rows, Holds holds) {
    bitmap.resize(words_for(rows));
    for (std::size_t word = 0; word < bitmap.size(); ++word) {
        const std::size_t base = word * word_bits;
        const std::size_t count = rows - base < word_bits ? rows - base : word_bits;
        std::uint64_t bits = 0;
        if (count == word_bits) {
            for (std::size_t i = 0; i < word_bits; ++i) {
                bits |= static_cast<std::uint64_t>(holds(base + i)) << i;
            }
        } else {
            for (std::size_t i = 0; i < count; ++i) {
                bits |= static_cast<std::uint64_t>(holds(base + i)) << i;
            }
        }
        bitmap[word] = bits;
    }
}

/// A square of bits: bit j of line i.
using Square = std::array<std::uint64_t, word_bits>;
/// Bit j of line i becomes bit i of line j.
void transpose(Square& square);

}  // namespace greenlane::screening
