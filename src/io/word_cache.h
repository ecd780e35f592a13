#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include <immintrin.h>

namespace greenlane::io {

/// Remembers what words of at most 16 bytes were worth, one word a slot: most cells of a coded
/// column are found here without asking its dictionary.
class WordCache {
public:
    /// What `ask(word)` returned for this word, or returns now; an answer below 0 is not kept. Not
    /// for empty words, nor for words with NUL bytes. 16 bytes must be readable from its front.
    template <typename Ask>
    std::int64_t value(std::string_view word, Ask&& ask) {
        if (word.size() > 16) {
            return ask(word);
        }
        std::uint64_t low = 0;
        std::uint64_t high = 0;
        std::memcpy(&low, word.data(), 8);
        std::memcpy(&high, word.data() + 8, 8);
        const auto bits = static_cast<unsigned>(word.size() * 8);
        low = _bzhi_u64(low, bits);
        high = _bzhi_u64(high, bits > 64 ? bits - 64 : 0);
        const std::uint64_t mixed = (low ^ (high * 0x9e3779b97f4a7c15u)) * 0xff51afd7ed558ccdu;
        Slot& slot = slots_[mixed >> (64 - slot_bits)];
        if (slot.low == low && slot.high == high) [[likely]] {
            return slot.value;
        }
        const std::int64_t answer = ask(word);
        if (answer >= 0) {
            slot = {low, high, answer};
        }
        return answer;
    }

private:
    static constexpr unsigned slot_bits = 13;
    struct Slot {
        std::uint64_t low = 0;
        std::uint64_t high = 0;
        std::int64_t value = 0;
    };
    std::vector<Slot> slots_{std::size_t{1} << slot_bits};
};

}  // namespace greenlane::io
