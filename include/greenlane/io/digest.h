#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace greenlane::io {

/// XXH64 with seed 0 (Y. Collet, https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md): tells
/// bytes apart that differ by accident, at several GB/s. No defence against bytes made to collide.
class Digest {
public:
    void add(std::string_view bytes);
    /// Of all bytes added so far.
    std::uint64_t value() const;

private:
    static constexpr std::size_t stripe_size = 32;
    std::array<std::uint64_t, 4> lanes_{0x60ea'27ee'adc0'b5d6u, 0xc2b2'ae3d'27d4'eb4fu, 0,
                                        0x61c8'864e'7a14'3579u};
    std::uint64_t length_ = 0;
    std::array<char, stripe_size> held_{};  ///< the bytes behind the last whole stripe
};

std::uint64_t digest(std::string_view bytes);
/// As 16 digits.
std::string hexadecimal(std::uint64_t number);

}  // namespace greenlane::io
