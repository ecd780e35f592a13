#include "io/utf8.h"

#include <cstdint>
#include <cstring>

namespace greenlane::io {

namespace {

/// The length of the well-formed sequence at the text's head, 0 where there is none: table 3-7 of
/// the Unicode Standard.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [text](std::size_t i) {
        return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
    };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
    const std::uint8_t first = byte(0);
    const std::uint8_t second = byte(1);
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xc2 && first <= 0xdf) {
        return continues(1) ? 2 : 0;
    }
    if (first >= 0xe0 && first <= 0xef) {
        const bool bounded = (first != 0xe0 || second >= 0xa0) && (first != 0xed || second <= 0x9f);
        return bounded && continues(1) && continues(2) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const bool bounded = (first != 0xf0 || second >= 0x90) && (first != 0xf4 || second <= 0x8f);
        return bounded && continues(1) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::size_t valid_utf8_prefix(std::string_view text) {
    std::size_t position = 0;
    while (position < text.size()) {
        std::uint64_t eight = 0;
        if (text.size() - position >= 8) {
            std::memcpy(&eight, text.data() + position, 8);
            if ((eight & 0x8080808080808080u) == 0) {
                position += 8;
                continue;
            }
        }
        const std::size_t length = sequence_length(text.substr(position));
        if (length == 0) {
            return position;
        }
        position += length;
    }
    return position;
}

}  // namespace greenlane::io
