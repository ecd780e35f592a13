#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

/// A set of rules as words of 64 bits, a row of Decisions::matched or ::chosen.
namespace greenlane::screening {

inline bool has_rule(std::span<const std::uint64_t> rules, std::size_t rule) {
    return (rules[rule / 64] >> rule % 64 & 1) != 0;
}

/// Calls use(rule) for each rule of the set, in order.
template <typename Use>
void for_each_rule(std::span<const std::uint64_t> rules, Use use) {
    for (std::size_t word = 0; word < rules.size(); ++word) {
        for (std::uint64_t bits = rules[word]; bits != 0; bits &= bits - 1) {
            use(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
        }
    }
}

}  // namespace greenlane::screening
