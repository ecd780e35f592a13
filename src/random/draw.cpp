#include "greenlane/random/draw.h"

#include "greenlane/core/contract.h"

#include <array>

#include <Random123/philox.h>
#include <immintrin.h>

namespace greenlane::random {

namespace {

constexpr std::size_t block_size = 8;
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

inline __m256i joined(__m256i low, __m256i high) {
    return _mm256_blend_epi32(low, _mm256_slli_epi64(high, 32), 0b10101010);
}

/// The words of eight counters (shipments[i], name_and_index[i]); `second` may be null.
inline void draw_block(Key key, const std::uint64_t* shipments, const std::uint64_t* names,
                       std::uint64_t* first, std::uint64_t* second) {
    std::array<Quad, block_size / 4> quads;
    for (std::size_t q = 0; q < quads.size(); ++q) {
        const auto load = [&](const std::uint64_t* from) {
            return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + 4 * q));
        };
        const __m256i shipment = load(shipments);
        const __m256i name = load(names);
        quads[q] = {{shipment, _mm256_srli_epi64(shipment, 32), name, _mm256_srli_epi64(name, 32)}};
    }
    for (int i = 0; i < 10; ++i) {
        const __m256i key_low = _mm256_set1_epi64x(key.low);
        const __m256i key_high = _mm256_set1_epi64x(key.high);
        for (Quad& quad : quads) {
            round(quad, key_low, key_high);
        }
        key.low += 0x9E3779B9;
        key.high += 0xBB67AE85;
    }
    for (std::size_t q = 0; q < quads.size(); ++q) {
        const auto store = [&](std::uint64_t* to, __m256i words) {
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + 4 * q), words);
        };
        store(first, joined(quads[q].word[0], quads[q].word[1]));
        if (second != nullptr) {
            store(second, joined(quads[q].word[2], quads[q].word[3]));
        }
    }
}

/// Runs draw_block() over `first.size()` counters that `shipment(i)` and `name(i)` give; a last
/// block that is not full is drawn whole, and its surplus dropped.
template <class ShipmentAt, class NameAt>
void draw_blocks(Key key, ShipmentAt shipment, NameAt name, std::span<std::uint64_t> first,
                 std::span<std::uint64_t> second) {
    const std::size_t size = first.size();
    std::array<std::uint64_t, block_size> shipments{};
    std::array<std::uint64_t, block_size> names{};
    std::size_t i = 0;
    for (; i + block_size <= size; i += block_size) {
        for (std::size_t lane = 0; lane < block_size; ++lane) {
            shipments[lane] = shipment(i + lane);
            names[lane] = name(i + lane);
        }
        draw_block(key, shipments.data(), names.data(), first.data() + i,
                   second.empty() ? nullptr : second.data() + i);
    }
    if (i == size) {
        return;
    }
    for (std::size_t lane = 0; lane < size - i; ++lane) {
        shipments[lane] = shipment(i + lane);
        names[lane] = name(i + lane);
    }
    std::array<std::uint64_t, block_size> first_words;
    std::array<std::uint64_t, block_size> second_words;
    draw_block(key, shipments.data(), names.data(), first_words.data(), second_words.data());
    for (std::size_t lane = 0; lane < size - i; ++lane) {
        first[i + lane] = first_words[lane];
        if (!second.empty()) {
            second[i + lane] = second_words[lane];
        }
    }
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
    const std::uint64_t name = join(stream.name, last_word(stream));
    draw_blocks(
        key, [=](std::size_t i) { return first_shipment + i; }, [=](std::size_t) { return name; },
        first, second);
}

void draw_list(Key key, std::span<const std::uint64_t> shipments,
               std::span<const std::uint32_t> indices, Stream stream,
               std::span<std::uint64_t> first, std::span<std::uint64_t> second) {
    GREENLANE_EXPECT(shipments.size() == first.size());
    GREENLANE_EXPECT(second.empty() || second.size() == first.size());
    const auto shipment = [=](std::size_t i) { return shipments[i]; };
    if (indices.empty()) {
        GREENLANE_EXPECT(stream.index < index_limit);
        const std::uint64_t name = join(stream.name, last_word(stream));
        draw_blocks(
            key, shipment, [=](std::size_t) { return name; }, first, second);
        return;
    }
    GREENLANE_EXPECT(indices.size() == shipments.size());
    std::uint32_t all_bits = 0;
    for (const std::uint32_t index : indices) {
        all_bits |= index;
    }
    GREENLANE_EXPECT(all_bits < index_limit);
    stream.index = 0;
    const std::uint64_t name = join(stream.name, last_word(stream));
    draw_blocks(
        key, shipment, [=](std::size_t i) { return name | std::uint64_t{indices[i]} << 32; }, first,
        second);
}

void uniforms(std::span<const std::uint64_t> words, std::span<double> out) {
    GREENLANE_EXPECT(words.size() == out.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        out[i] = uniform(words[i]);
    }
}

}  // namespace greenlane::random
