#pragma once

#include <bit>
#include <cstdint>

namespace greenlane::random {

/// What the mathematical library of a machine computes is rounded before it enters a law, so that a
/// last bit computed otherwise elsewhere is, all but surely, not seen.

/// To 44 significant bits: a relative change of 2^-45 at most.
inline double to_44_bits(double value) {
    constexpr std::uint64_t dropped = (1u << 9) - 1;
    return std::bit_cast<double>((std::bit_cast<std::uint64_t>(value) + (1u << 8)) & ~dropped);
}

/// To a multiple of 2^-36, for values below 2^15 in size.
inline double to_fixed_point(double value) {
    constexpr double shift = 0x1.8p16;
    return (value + shift) - shift;
}

}  // namespace greenlane::random
