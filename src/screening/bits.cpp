#include "screening/bits.h"

#include <immintrin.h>

namespace greenlane::screening {

namespace {

/// Swaps the high halves of the groups of `low` with the low halves of those of `high`: one step of
/// the transposition (Warren, Hacker's Delight, section 7-3), four lines at a time.
template <int Distance>
inline void swap_halves(__m256i& low, __m256i& high, std::uint64_t low_half) {
    const __m256i mask = _mm256_set1_epi64x(static_cast<long long>(low_half));
    const __m256i changed =
        _mm256_and_si256(_mm256_xor_si256(_mm256_srli_epi64(low, Distance), high), mask);
    high = _mm256_xor_si256(high, changed);
    low = _mm256_xor_si256(low, _mm256_slli_epi64(changed, Distance));
}

inline __m256i load(const std::uint64_t* lines) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(lines));
}
inline void store(std::uint64_t* lines, __m256i vector) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(lines), vector);
}

/// The steps of distance 32 and 16 of the sixteen lines first, ..., first + 3, first + 16, ...
inline void far_steps(std::uint64_t* first) {
    __m256i a = load(first);
    __m256i b = load(first + 16);
    __m256i c = load(first + 32);
    __m256i d = load(first + 48);
    swap_halves<32>(a, c, 0x0000'0000'FFFF'FFFF);
    swap_halves<32>(b, d, 0x0000'0000'FFFF'FFFF);
    swap_halves<16>(a, b, 0x0000'FFFF'0000'FFFF);
    swap_halves<16>(c, d, 0x0000'FFFF'0000'FFFF);
    store(first, a);
    store(first + 16, b);
    store(first + 32, c);
    store(first + 48, d);
}

/// The steps of distance 2 and 1 of eight lines: 0 1 2 3 and 4 5 6 7.
inline void inner_steps(__m256i& a, __m256i& b) {
    __m256i low = _mm256_permute2x128_si256(a, b, 0x20);   // 0 1 4 5
    __m256i high = _mm256_permute2x128_si256(a, b, 0x31);  // 2 3 6 7
    swap_halves<2>(low, high, 0x3333'3333'3333'3333);
    __m256i even = _mm256_unpacklo_epi64(low, high);  // 0 2 4 6
    __m256i odd = _mm256_unpackhi_epi64(low, high);   // 1 3 5 7
    swap_halves<1>(even, odd, 0x5555'5555'5555'5555);
    low = _mm256_unpacklo_epi64(even, odd);
    high = _mm256_unpackhi_epi64(even, odd);
    a = _mm256_permute2x128_si256(low, high, 0x20);
    b = _mm256_permute2x128_si256(low, high, 0x31);
}

/// The steps of distance 8 to 1 of sixteen lines.
inline void near_steps(std::uint64_t* first) {
    __m256i a = load(first);
    __m256i b = load(first + 4);
    __m256i c = load(first + 8);
    __m256i d = load(first + 12);
    swap_halves<8>(a, c, 0x00FF'00FF'00FF'00FF);
    swap_halves<8>(b, d, 0x00FF'00FF'00FF'00FF);
    swap_halves<4>(a, b, 0x0F0F'0F0F'0F0F'0F0F);
    swap_halves<4>(c, d, 0x0F0F'0F0F'0F0F'0F0F);
    inner_steps(a, b);
    inner_steps(c, d);
    store(first, a);
    store(first + 4, b);
    store(first + 8, c);
    store(first + 12, d);
}

}  // namespace

void transpose(Square& square) {
    for (std::size_t line = 0; line < 16; line += 4) {
        far_steps(square.data() + line);
    }
    for (std::size_t line = 0; line < word_bits; line += 16) {
        near_steps(square.data() + line);
    }
}

}  // namespace greenlane::screening
