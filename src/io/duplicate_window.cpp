#include "io/duplicate_window.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace greenlane::io {

namespace {

constexpr std::int64_t day_cycle = 65535;
constexpr std::uint64_t print_mask = (std::uint64_t{1} << 48) - 1;

std::uint16_t day_mark(std::int64_t day) {
    return static_cast<std::uint16_t>(1 + (day % day_cycle + day_cycle) % day_cycle);
}

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

template <typename T>
std::uint64_t load(const char* bytes) {
    T value;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

/// Up to 8 bytes as a number; texts of one length share none.
std::uint64_t load_tail(std::string_view text) {
    const char* front = text.data();
    const char* back = front + text.size();
    if (text.size() >= 4) {
        return load<std::uint32_t>(front) | load<std::uint32_t>(back - 4) << 32;
    }
    if (text.size() >= 2) {
        return load<std::uint16_t>(front) | load<std::uint16_t>(back - 2) << 16;
    }
    return text.empty() ? 0 : load<std::uint8_t>(front);
}

void absorb(KeyPrint& print, std::string_view text) {
    const auto take = [&print](std::uint64_t eight) {
        print.first = mix(print.first ^ eight, 0x9e3779b97f4a7c15u);
        print.second = mix(print.second ^ eight, 0xd6e8feb86659fd93u);
    };
    const std::size_t size = text.size();
    for (; text.size() > 8; text.remove_prefix(8)) {
        take(load<std::uint64_t>(text.data()));
    }
    take(load_tail(text));
    print.first = mix(print.first ^ size, 0xa0761d6478bd642fu);
    print.second = mix(print.second ^ size, 0xe7037ed1a0b428dbu);
}

}  // namespace

KeyPrint fingerprint(std::string_view text, std::string_view part) {
    KeyPrint print{0x243f6a8885a308d3u, 0x13198a2e03707344u};
    absorb(print, text);
    if (!part.empty()) {
        absorb(print, part);
    }
    print.second &= print_mask;
    return print;
}

DuplicateWindow::DuplicateWindow(std::int64_t days) : days_(days), slots_(1024) {
    GREENLANE_EXPECT(days >= 1 && days < day_cycle / 2);
}

bool DuplicateWindow::fresh(const Slot& slot, std::int64_t mark) const {
    // Without branches: which slots are outdated follows no pattern.
    const std::int64_t age = mark - static_cast<std::int64_t>(slot.day);
    return static_cast<int>(slot.day != 0) &
           static_cast<int>(age + (age >> 63 & day_cycle) < days_);
}

bool DuplicateWindow::contains(KeyPrint key, std::int64_t day) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = key.first & mask; slots_[i].day != 0; i = (i + 1) & mask) {
        const Slot& slot = slots_[i];
        if (slot.first == key.first && slot.second == key.second) {
            return fresh(slot, day_mark(day));
        }
    }
    return false;
}

bool DuplicateWindow::add(KeyPrint key, std::int64_t day) {
    if ((used_ + 1) * 8 > slots_.size() * 5) {
        rebuild(day);
    }
    const std::uint16_t mark = day_mark(day);
    const std::size_t mask = slots_.size() - 1;
    Slot* outdated = nullptr;
    std::size_t i = key.first & mask;
    for (; slots_[i].day != 0; i = (i + 1) & mask) {
        Slot& slot = slots_[i];
        const bool same = slot.first == key.first && slot.second == key.second;
        if (fresh(slot, mark)) {
            if (same) {
                return false;
            }
        } else if (same || outdated == nullptr) {
            outdated = &slot;
        }
    }
    Slot& slot = outdated != nullptr ? *outdated : slots_[i];
    used_ += outdated != nullptr ? 0 : 1;
    slot.first = key.first;
    slot.second = key.second & print_mask;
    slot.day = mark;
    return true;
}

/// Drops outdated keys; the table is afterwards at most three eighths full.
void DuplicateWindow::rebuild(std::int64_t day) {
    const std::uint16_t mark = day_mark(day);
    const auto live = static_cast<std::size_t>(std::count_if(
        slots_.begin(), slots_.end(), [&](const Slot& slot) { return fresh(slot, mark); }));
    std::size_t size = 1024;
    while (size * 3 < (live + 1) * 8) {
        size *= 2;
    }
    used_ = live;
    if (size != slots_.size()) {
        for (const Slot& slot : std::exchange(slots_, std::vector<Slot>(size))) {
            if (fresh(slot, mark)) {
                place(slot);
            }
        }
        return;
    }
    // From behind a free slot on: keys only move towards their homes, into slots already seen.
    const std::size_t mask = size - 1;
    std::size_t free = 0;
    while (slots_[free].day != 0) {
        ++free;
    }
    for (std::size_t i = 1; i < size; ++i) {
        const Slot slot = std::exchange(slots_[(free + i) & mask], Slot{});
        if (fresh(slot, mark)) {
            place(slot);
        }
    }
}

/// Puts a key that is not there into the first free slot from its home on.
void DuplicateWindow::place(const Slot& slot) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = slot.first & mask;
    while (slots_[i].day != 0) {
        i = (i + 1) & mask;
    }
    slots_[i] = slot;
}

}  // namespace greenlane::io
