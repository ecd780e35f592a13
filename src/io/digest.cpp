#include "greenlane/io/digest.h"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstring>

namespace greenlane::io {

namespace {

constexpr std::uint64_t prime1 = 0x9e37'79b1'85eb'ca87u;
constexpr std::uint64_t prime2 = 0xc2b2'ae3d'27d4'eb4fu;
constexpr std::uint64_t prime3 = 0x1656'67b1'9e37'79f9u;
constexpr std::uint64_t prime4 = 0x85eb'ca77'c2b2'ae63u;
constexpr std::uint64_t prime5 = 0x27d4'eb2f'1656'67c5u;

template <typename Word>
std::uint64_t word_at(const char* place) {
    Word word = 0;
    std::memcpy(&word, place, sizeof word);
    return word;
}

std::uint64_t mixed(std::uint64_t lane, std::uint64_t word) {
    return std::rotl(lane + word * prime2, 31) * prime1;
}

std::uint64_t finished(std::uint64_t hash) {
    hash = (hash ^ (hash >> 33)) * prime2;
    hash = (hash ^ (hash >> 29)) * prime3;
    return hash ^ (hash >> 32);
}

void take(const char* stripe, std::array<std::uint64_t, 4>& lanes) {
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        lanes[i] = mixed(lanes[i], word_at<std::uint64_t>(stripe + 8 * i));
    }
}

}  // namespace

void Digest::add(std::string_view bytes) {
    std::size_t held = length_ % stripe_size;
    length_ += bytes.size();
    if (held > 0) {
        const std::size_t more = std::min(stripe_size - held, bytes.size());
        std::copy_n(bytes.data(), more, held_.data() + held);
        bytes.remove_prefix(more);
        held += more;
        if (held < stripe_size) {
            return;
        }
        take(held_.data(), lanes_);
    }
    std::array<std::uint64_t, 4> lanes = lanes_;  // in registers: four times as fast
    for (; bytes.size() >= stripe_size; bytes.remove_prefix(stripe_size)) {
        take(bytes.data(), lanes);
    }
    lanes_ = lanes;
    std::copy(bytes.begin(), bytes.end(), held_.begin());
}

std::uint64_t Digest::value() const {
    std::uint64_t hash = prime5;
    if (length_ >= stripe_size) {
        hash = std::rotl(lanes_[0], 1) + std::rotl(lanes_[1], 7) + std::rotl(lanes_[2], 12) +
               std::rotl(lanes_[3], 18);
        for (const std::uint64_t lane : lanes_) {
            hash = (hash ^ mixed(0, lane)) * prime1 + prime4;
        }
    }
    hash += length_;
    const char* at = held_.data();
    const char* const end = at + length_ % stripe_size;
    for (; end - at >= 8; at += 8) {
        hash = std::rotl(hash ^ mixed(0, word_at<std::uint64_t>(at)), 27) * prime1 + prime4;
    }
    if (end - at >= 4) {
        hash = std::rotl(hash ^ (word_at<std::uint32_t>(at) * prime1), 23) * prime2 + prime3;
        at += 4;
    }
    for (; at != end; ++at) {
        hash = std::rotl(hash ^ (word_at<std::uint8_t>(at) * prime5), 11) * prime1;
    }
    return finished(hash);
}

std::uint64_t digest(std::string_view bytes) {
    Digest whole;
    whole.add(bytes);
    return whole.value();
}

std::string hexadecimal(std::uint64_t number) {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
    return text;
}

}  // namespace greenlane::io
