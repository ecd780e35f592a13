#include "greenlane/random/draw.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <array>

#include <Random123/philox.h>
#include <immintrin.h>

namespace greenlane::random {

namespace {

constexpr std::size_t block_size = 8;
constexpr std::size_t rounds = 10;
constexpr std::uint32_t index_limit = 1u << 24;
/// Sets the making of keys apart from all draws: the ASCII codes of "greenkey".
constexpr Key key_of_keys{0x67726565, 0x6E6B6579};

constexpr std::uint32_t low_half(std::uint64_t value) {
    return static_cast<std::uint32_t>(value);
}
constexpr std::uint32_t high_half(std::uint64_t value) {
    return static_cast<std::uint32_t>(value >> 32);
}
constexpr std::uint64_t join(std::uint32_t low, std::uint32_t high) {
    return low | std::uint64_t{high} << 32;
}

constexpr std::uint32_t last_word(Stream stream) {
    return std::uint32_t{static_cast<std::uint8_t>(stream.purpose)} << 24 | stream.index;
}

r123::Philox4x32::ctr_type philox(Key key, std::uint64_t low, std::uint64_t high) {
    return r123::Philox4x32{}({{low_half(low), high_half(low), low_half(high), high_half(high)}},
                              {{key.low, key.high}});
}

/// Four Philox4x32 counters, one in each 64-bit lane. Only the low half of a lane counts: that is
/// what vpmuludq reads, so the high halves may hold anything.
struct Quad {
    __m256i word[4];
};

/// The keys of the ten rounds.
struct Schedule {
    explicit Schedule(Key key) {
        for (std::size_t i = 0; i < rounds; ++i) {
            low[i] = _mm256_set1_epi64x(key.low);
            high[i] = _mm256_set1_epi64x(key.high);
            key.low += 0x9E3779B9;
            key.high += 0xBB67AE85;
        }
    }
    __m256i low[rounds];
    __m256i high[rounds];
};

inline void round(Quad& quad, __m256i key_low, __m256i key_high) {
    const __m256i product_0 = _mm256_mul_epu32(quad.word[0], _mm256_set1_epi64x(0xD2511F53));
    const __m256i product_2 = _mm256_mul_epu32(quad.word[2], _mm256_set1_epi64x(0xCD9E8D57));
    quad.word[0] =
        _mm256_xor_si256(_mm256_srli_epi64(product_2, 32), _mm256_xor_si256(quad.word[1], key_low));
    quad.word[1] = product_2;
    quad.word[2] = _mm256_xor_si256(_mm256_srli_epi64(product_0, 32),
                                    _mm256_xor_si256(quad.word[3], key_high));
    quad.word[3] = product_0;
}

/// The words of eight counters; `second` may be null.
inline void draw_block(const Schedule& schedule, Quad front, Quad back, std::uint64_t* first,
                       std::uint64_t* second) {
    for (std::size_t i = 0; i < rounds; ++i) {
        round(front, schedule.low[i], schedule.high[i]);
        round(back, schedule.low[i], schedule.high[i]);
    }
    const auto store = [](std::uint64_t* to, __m256i low, __m256i high) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to),
                            _mm256_blend_epi32(low, _mm256_slli_epi64(high, 32), 0b10101010));
    };
    store(first, front.word[0], front.word[1]);
    store(first + 4, back.word[0], back.word[1]);
    if (second != nullptr) {
        store(second, front.word[2], front.word[3]);
        store(second + 4, back.word[2], back.word[3]);
    }
}

/// The words of the counters that quad_at(0), quad_at(4), ... give. A last block that is not full
/// is drawn whole, and its surplus dropped.
template <class QuadAt>
void draw_blocks(Key key, QuadAt quad_at, std::span<std::uint64_t> first,
                 std::span<std::uint64_t> second) {
    const Schedule schedule(key);
    const std::size_t full = first.size() - first.size() % block_size;
    for (std::size_t i = 0; i < full; i += block_size) {
        draw_block(schedule, quad_at(i), quad_at(i + 4), first.data() + i,
                   second.empty() ? nullptr : second.data() + i);
    }
    if (full < first.size()) {
        std::array<std::uint64_t, block_size> first_words;
        std::array<std::uint64_t, block_size> second_words;
        draw_block(schedule, quad_at(full), quad_at(full + 4), first_words.data(),
                   second_words.data());
        std::copy_n(first_words.begin(), first.size() - full, first.begin() + full);
        if (!second.empty()) {
            std::copy_n(second_words.begin(), first.size() - full, second.begin() + full);
        }
    }
}

Quad quad(__m256i shipments, __m256i names) {
    return {{shipments, _mm256_srli_epi64(shipments, 32), names, _mm256_srli_epi64(names, 32)}};
}

/// Four values from place i on, zeros beyond the end.
inline __m256i load(std::span<const std::uint64_t> values, std::size_t i) {
    if (i + 4 <= values.size()) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(values.data() + i));
    }
    const auto at = [&](std::size_t place) {
        return static_cast<long long>(place < values.size() ? values[place] : 0);
    };
    return _mm256_setr_epi64x(at(i), at(i + 1), at(i + 2), at(i + 3));
}

/// The same with values of 32 bits, in the high halves of the lanes.
inline __m256i load_high(std::span<const std::uint32_t> values, std::size_t i) {
    if (i + 4 <= values.size()) {
        const auto* const from = reinterpret_cast<const __m128i*>(values.data() + i);
        return _mm256_slli_epi64(_mm256_cvtepu32_epi64(_mm_loadu_si128(from)), 32);
    }
    const auto at = [&](std::size_t place) {
        return static_cast<long long>(place < values.size() ? join(0, values[place]) : 0);
    };
    return _mm256_setr_epi64x(at(i), at(i + 1), at(i + 2), at(i + 3));
}

/// Name, purpose and index as the upper half of the counters.
__m256i broadcast(Stream stream) {
    return _mm256_set1_epi64x(static_cast<long long>(join(stream.name, last_word(stream))));
}

}  // namespace

Key make_key(std::uint64_t seed, std::uint64_t replication) {
    const auto out = philox(key_of_keys, seed, replication);
    return {out[0], out[1]};
}

Words draw(Key key, std::uint64_t shipment, Stream stream) {
    GREENLANE_EXPECT(stream.index < index_limit);
    const auto out = philox(key, shipment, join(stream.name, last_word(stream)));
    return {join(out[0], out[1]), join(out[2], out[3])};
}

void draw_range(Key key, std::uint64_t first_shipment, Stream stream,
                std::span<std::uint64_t> first, std::span<std::uint64_t> second) {
    GREENLANE_EXPECT(stream.index < index_limit);
    GREENLANE_EXPECT(second.empty() || second.size() == first.size());
    const __m256i names = broadcast(stream);
    const __m256i front = _mm256_add_epi64(
        _mm256_set1_epi64x(static_cast<long long>(first_shipment)), _mm256_setr_epi64x(0, 1, 2, 3));
    const auto quad_at = [=](std::size_t i) {
        return quad(_mm256_add_epi64(front, _mm256_set1_epi64x(static_cast<long long>(i))), names);
    };
    draw_blocks(key, quad_at, first, second);
}

void draw_list(Key key, std::span<const std::uint64_t> shipments,
               std::span<const std::uint32_t> indices, Stream stream,
               std::span<std::uint64_t> first, std::span<std::uint64_t> second) {
    GREENLANE_EXPECT(shipments.size() == first.size());
    GREENLANE_EXPECT(second.empty() || second.size() == first.size());
    GREENLANE_EXPECT(indices.empty() || indices.size() == shipments.size());
    if (indices.empty()) {
        GREENLANE_EXPECT(stream.index < index_limit);
        const __m256i names = broadcast(stream);
        const auto quad_at = [=](std::size_t i) { return quad(load(shipments, i), names); };
        draw_blocks(key, quad_at, first, second);
        return;
    }
    std::uint32_t all_bits = 0;
    for (const std::uint32_t index : indices) {
        all_bits |= index;
    }
    GREENLANE_EXPECT(all_bits < index_limit);
    stream.index = 0;
    const __m256i names = broadcast(stream);
    const auto quad_at = [=](std::size_t i) {
        return quad(load(shipments, i), _mm256_or_si256(names, load_high(indices, i)));
    };
    draw_blocks(key, quad_at, first, second);
}

void uniforms(std::span<const std::uint64_t> words, std::span<double> out) {
    GREENLANE_EXPECT(words.size() == out.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        out[i] = uniform(words[i]);
    }
}

}  // namespace greenlane::random
