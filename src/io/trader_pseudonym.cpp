#include "greenlane/io/decision_csv.h"

#include <array>
#include <bit>

namespace greenlane::io {

namespace {

/// SipHash-2-4 (Aumasson and Bernstein 2012).
class SipHash {
public:
    SipHash(std::uint64_t k0, std::uint64_t k1)
        : v_{k0 ^ 0x736f6d6570736575u, k1 ^ 0x646f72616e646f6du, k0 ^ 0x6c7967656e657261u,
             k1 ^ 0x7465646279746573u} {}

    std::uint64_t operator()(std::string_view text) {
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            word |= std::uint64_t{static_cast<std::uint8_t>(text[i])} << (8 * (i % 8));
            if (i % 8 == 7) {
                take(word);
                word = 0;
            }
        }
        take(word | std::uint64_t{text.size()} << 56);
        v_[2] ^= 0xff;
        for (int i = 0; i < 4; ++i) {
            round();
        }
        return v_[0] ^ v_[1] ^ v_[2] ^ v_[3];
    }

private:
    void take(std::uint64_t word) {
        v_[3] ^= word;
        round();
        round();
        v_[0] ^= word;
    }

    void round() {
        auto& [a, b, c, d] = v_;
        a += b;
        b = std::rotl(b, 13) ^ a;
        a = std::rotl(a, 32);
        c += d;
        d = std::rotl(d, 16) ^ c;
        a += d;
        d = std::rotl(d, 21) ^ a;
        c += b;
        b = std::rotl(b, 17) ^ c;
        c = std::rotl(c, 32);
    }

    std::array<std::uint64_t, 4> v_;
};

/// The other half of the key: what the hash is for.
constexpr std::uint64_t trader_domain = 0x7472616465722d31u;  // "trader-1"

}  // namespace

std::string trader_pseudonym(std::string_view name, std::uint64_t seed) {
    if (name.empty()) {
        return {};
    }
    constexpr std::string_view digits = "0123456789abcdef";
    const std::uint64_t hash = SipHash(seed, trader_domain)(name);
    std::string pseudonym = "t";
    for (int shift = 60; shift >= 0; shift -= 4) {
        pseudonym += digits[hash >> shift & 15];
    }
    return pseudonym;
}

}  // namespace greenlane::io
