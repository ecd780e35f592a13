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

/// Steps between lines that stand in different vectors.
template <int Distance>
inline void swap_far(__m256i (&lines)[16], std::uint64_t low_half) {
    constexpr int step = Distance / 4;
    for (int base = 0; base < 16; base += 2 * step) {
        for (int i = base; i < base + step; ++i) {
            swap_halves<Distance>(lines[i], lines[i + step], low_half);
        }
    }
}

}  // namespace

void transpose(Square& square) {
    __m256i lines[16];
    for (int i = 0; i < 16; ++i) {
        lines[i] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(square.data()) + i);
    }
    swap_far<32>(lines, 0x0000'0000'FFFF'FFFF);
    swap_far<16>(lines, 0x0000'FFFF'0000'FFFF);
    swap_far<8>(lines, 0x00FF'00FF'00FF'00FF);
    swap_far<4>(lines, 0x0F0F'0F0F'0F0F'0F0F);
    for (int i = 0; i < 16; i += 2) {
        __m256i low = _mm256_permute2x128_si256(lines[i], lines[i + 1], 0x20);
        __m256i high = _mm256_permute2x128_si256(lines[i], lines[i + 1], 0x31);
        swap_halves<2>(low, high, 0x3333'3333'3333'3333);
        // Lines 0 1 4 5 and 2 3 6 7; now the even ones and the odd ones.
        __m256i even = _mm256_unpacklo_epi64(low, high);
        __m256i odd = _mm256_unpackhi_epi64(low, high);
        swap_halves<1>(even, odd, 0x5555'5555'5555'5555);
        low = _mm256_unpacklo_epi64(even, odd);
        high = _mm256_unpackhi_epi64(even, odd);
        lines[i] = _mm256_permute2x128_si256(low, high, 0x20);
        lines[i + 1] = _mm256_permute2x128_si256(low, high, 0x31);
    }
    for (int i = 0; i < 16; ++i) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(square.data()) + i, lines[i]);
    }
}

}  // namespace greenlane::screening
