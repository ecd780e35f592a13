#include "io/csv_index.h"

#include <bit>

#include <immintrin.h>

namespace greenlane::io {

namespace {

/// 64 bytes of text.
struct Chunk {
    __m256i low;
    __m256i high;

    explicit Chunk(const char* text)
        : low(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(text))),
          high(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + 32))) {}

    /// Bit i is set where byte i is `byte`.
    std::uint64_t where(char byte) const {
        const __m256i wanted = _mm256_set1_epi8(byte);
        return bits(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
    }
    std::uint64_t top_bits() const { return bits(low, high); }

private:
    static std::uint64_t bits(__m256i lower, __m256i upper) {
        return static_cast<std::uint32_t>(_mm256_movemask_epi8(lower)) |
               static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(upper)))
                   << 32;
    }
};

/// Bit i is the parity of bits 0 to i.
std::uint64_t prefix_xor(std::uint64_t bits) {
    for (unsigned shift = 1; shift < 64; shift *= 2) {
        bits ^= bits << shift;
    }
    return bits;
}

/// Which bytes stand between quotes, carried from one chunk to the next.
struct Quoting {
    std::uint64_t inside = 0;         ///< all ones where the last byte was inside
    std::uint64_t may_open = 1;       ///< 1 where the last byte was a separator or closed a quote
    std::uint64_t closed = 0;         ///< 1 where the last byte closed a quote
    std::uint64_t opened_before = 0;  ///< position + 1 of the last opening quote

    bool idle() const { return inside == 0 && closed == 0; }

    /// Takes the bytes inside quotes out of `separators`; returns the bytes that quoting forbids.
    std::uint64_t apply(std::uint64_t quotes, std::uint64_t line_ends, std::uint64_t& separators,
                        std::size_t position) {
        const std::uint64_t within = prefix_xor(quotes) ^ inside;
        const std::uint64_t opening = quotes & within;
        const std::uint64_t closing = quotes & ~within;
        separators &= ~within;
        const std::uint64_t opens_legally = (separators | closing) << 1 | may_open;
        const std::uint64_t behind_closing = closing << 1 | closed;
        inside = static_cast<std::uint64_t>(static_cast<std::int64_t>(within) >> 63);
        may_open = (separators | closing) >> 63;
        closed = closing >> 63;
        if (opening != 0) {
            opened_before = position + 64 - static_cast<unsigned>(std::countl_zero(opening));
        }
        return (opening & ~opens_legally) | (behind_closing & ~(separators | quotes | line_ends));
    }
};

/// Writes the positions of the set bits; may write up to 7 entries more than it counts.
std::uint32_t* write_positions(std::uint64_t bits, std::uint32_t base, std::uint32_t* out) {
    const int count = std::popcount(bits);
    for (int done = 0; done < count; done += 8) {
        for (int i = 0; i < 8; ++i) {
            out[done + i] = base + static_cast<std::uint32_t>(std::countr_zero(bits));
            bits &= bits - 1;
        }
    }
    return out + count;
}

}  // namespace

void CsvIndex::build(const char* data, std::size_t begin, std::size_t end, char delimiter) {
    if (separators_.size() < end - begin + 1 + padding) {
        separators_.resize(end - begin + 1 + padding);
    }
    row_ends_.clear();
    stray_ = none;
    Quoting quoting;
    std::uint64_t nuls = 0;
    std::uint64_t non_ascii = 0;
    separators_[0] = static_cast<std::uint32_t>(begin - 1);
    std::uint32_t* out = separators_.data() + 1;
    for (std::size_t position = begin; position < end; position += 64) {
        const std::uint64_t valid =
            end - position >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (end - position)) - 1;
        const Chunk chunk(data + position);
        std::uint64_t feeds = chunk.where('\n') & valid;
        std::uint64_t separators = (chunk.where(delimiter) & valid) | feeds;
        const std::uint64_t quotes = chunk.where('"') & valid;
        nuls |= chunk.where('\0') & valid;
        non_ascii |= chunk.top_bits() & valid;
        if (quotes == 0 && quoting.idle()) [[likely]] {
            quoting.may_open = separators >> 63;
        } else {
            const std::uint64_t next_is_feed = data[position + 64] == '\n' ? 1 : 0;
            const std::uint64_t returns = chunk.where('\r') & (feeds >> 1 | next_is_feed << 63);
            const std::uint64_t strays =
                quoting.apply(quotes, returns, separators, position) & valid;
            feeds &= separators;
            if (strays != 0 && stray_ == none) {
                stray_ = static_cast<std::uint32_t>(position) +
                         static_cast<std::uint32_t>(std::countr_zero(strays));
            }
        }
        const auto before = static_cast<std::uint32_t>(out - separators_.data());
        for (std::uint64_t left = feeds; left != 0; left &= left - 1) {
            const std::uint64_t below = (left & -left) - 1;
            row_ends_.push_back(before +
                                static_cast<std::uint32_t>(std::popcount(separators & below)));
        }
        out = write_positions(separators, static_cast<std::uint32_t>(position), out);
    }
    count_ = static_cast<std::size_t>(out - separators_.data());
    open_quote_ =
        quoting.inside == 0 ? none : static_cast<std::uint32_t>(quoting.opened_before - 1);
    has_nul_ = nuls != 0;
    has_non_ascii_ = non_ascii != 0;
}

}  // namespace greenlane::io
