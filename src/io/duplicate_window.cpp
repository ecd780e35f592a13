#include "io/duplicate_window.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cstring>

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

void absorb(KeyPrint& print, std::string_view text) {
    std::size_t position = 0;
    do {
        std::uint64_t eight = 0;
        const std::size_t left = std::min<std::size_t>(text.size() - position, 8);
        std::memcpy(&eight, text.data() + position, left);
        print.first = mix(print.first ^ eight, 0x9e3779b97f4a7c15u);
        print.second = mix(print.second ^ eight, 0xd6e8feb86659fd93u);
        position += left;
    } while (position < text.size());
    print.first = mix(print.first ^ text.size(), 0xa0761d6478bd642fu);
    print.second = mix(print.second ^ text.size(), 0xe7037ed1a0b428dbu);
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
    const std::int64_t age = mark - static_cast<std::int64_t>(slot.day);
    return slot.day != 0 && (age < 0 ? age + day_cycle : age) < days_;
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
    std::vector<Slot> old = std::move(slots_);
    const auto live = static_cast<std::size_t>(
        std::count_if(old.begin(), old.end(), [&](const Slot& slot) { return fresh(slot, mark); }));
    std::size_t size = 1024;
    while (size * 3 < (live + 1) * 8) {
        size *= 2;
    }
    slots_.assign(size, Slot{});
    used_ = live;
    for (const Slot& slot : old) {
        if (fresh(slot, mark)) {
            std::size_t i = slot.first & (size - 1);
            while (slots_[i].day != 0) {
                i = (i + 1) & (size - 1);
            }
            slots_[i] = slot;
        }
    }
}

}  // namespace greenlane::io
