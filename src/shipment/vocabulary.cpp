#include "greenlane/shipment/vocabulary.h"

#include "greenlane/core/contract.h"

#include <cstring>
#include <limits>

namespace greenlane::shipment {

namespace {

std::uint32_t hash_of(std::string_view word) {
    std::uint64_t hash = 0x9e3779b97f4a7c15u ^ word.size();
    const char* next = word.data();
    std::size_t left = word.size();
    while (left >= 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, next, 8);
        hash = (hash ^ eight) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
        next += 8;
        left -= 8;
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, next, left);
    hash = (hash ^ rest) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 29;
    return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

}  // namespace

Dictionary::Dictionary() : words_(1), slots_(64) {}

Code Dictionary::find(std::string_view word) const {
    if (word.empty()) {
        return no_code;
    }
    const std::uint32_t hash = hash_of(word);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
        const Slot& slot = slots_[i];
        if (slot.code == no_code || (slot.hash == hash && words_[slot.code] == word)) {
            return slot.code;
        }
    }
}

Code Dictionary::code(std::string_view word) {
    if (const Code known = find(word); known != no_code || word.empty()) {
        return known;
    }
    GREENLANE_EXPECT(words_.size() < std::numeric_limits<Code>::max());
    if (words_.size() * 2 > slots_.size()) {
        rehash(slots_.size() * 2);
    }
    const auto fresh = static_cast<Code>(words_.size());
    words_.emplace_back(word);
    const std::uint32_t hash = hash_of(word);
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = hash & mask;
    while (slots_[i].code != no_code) {
        i = (i + 1) & mask;
    }
    slots_[i] = {hash, fresh};
    return fresh;
}

void Dictionary::rehash(std::size_t slots) {
    std::vector<Slot> larger(slots);
    const std::size_t mask = slots - 1;
    for (const Slot& slot : slots_) {
        if (slot.code != no_code) {
            std::size_t i = slot.hash & mask;
            while (larger[i].code != no_code) {
                i = (i + 1) & mask;
            }
            larger[i] = slot;
        }
    }
    slots_ = std::move(larger);
}

}  // namespace greenlane::shipment
