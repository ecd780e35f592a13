#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace greenlane::random {

/// What a draw is for. Numbered once and never renumbered: a number is part of every draw's key.
enum class Purpose : std::uint8_t {
    arrival = 0,         ///< when a shipment is lodged (and the size of its batch)
    time_of_day = 1,     ///< time of day of a declaration whose record holds only a date
    trader = 2,          ///< importer, declarant, seller of a shipment
    trader_profile = 3,  ///< lasting traits of a trader; "shipment" is the trader's rank
    goods = 4,           ///< goods line, origin, mode of an item
    measure = 5,         ///< value, mass, quantity of an item
    document = 6,        ///< documents held at first lodgement
    violation = 7,       ///< ground truth: kind, evaded duty, harm
    visibility = 8,      ///< ground truth: how well each control can see it
    rule_rate = 9,       ///< selection of a share of what a rule matches; name: the rule's code
    lottery = 10,        ///< the random stratum; name: office and mode
    service = 11,        ///< service time; name: the station; index: visit
    route = 12,          ///< choice among routes; name: the station; index: visit
    station_share = 13,  ///< whether a station with a share serves; name: the station; index: visit
    control = 14,        ///< detection by a control; name: the station; index: visit and item
    payment = 15,        ///< payment habits of a shipment
    incentive = 16,      ///< exemption granted or not
    resample = 17,       ///< bootstrap of the estimators
};

/// 32-bit FNV-1a of a station's name or a rule's code. Names of one scenario are checked for
/// collisions when it is compiled.
constexpr std::uint32_t name_key(std::string_view name) {
    std::uint32_t hash = 2166136261u;
    for (const char c : name) {
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619u;
    }
    return hash;
}

/// What all draws of one replication share.
struct Key {
    std::uint32_t low;
    std::uint32_t high;
    friend bool operator==(const Key&, const Key&) = default;
};
/// Philox4x32-10 of (seed, replication); both 64 bits count.
Key make_key(std::uint64_t seed, std::uint64_t replication);

/// Which draws, apart from the shipment: `index` is a visit or an item number, below 2^24.
struct Stream {
    Purpose purpose;
    std::uint32_t name = 0;
    std::uint32_t index = 0;
};

/// The two independent 64-bit words of one Philox4x32-10 block whose counter is
/// (shipment: 64 bits, name: 32 bits, purpose: 8 bits and index: 24 bits).
struct Words {
    std::uint64_t first;
    std::uint64_t second;
    friend bool operator==(const Words&, const Words&) = default;
};
Words draw(Key key, std::uint64_t shipment, Stream stream);

/// The words of the shipments first, first + 1, ... into equally long spans; `second` may be empty.
/// The same words as draw(), eight blocks at a time.
void draw_range(Key key, std::uint64_t first_shipment, Stream stream,
                std::span<std::uint64_t> first, std::span<std::uint64_t> second);
/// The words of the listed shipments. `indices` is empty (then stream.index counts for all) or as
/// long as `shipments` (then it replaces stream.index); `second` may be empty.
void draw_list(Key key, std::span<const std::uint64_t> shipments,
               std::span<const std::uint32_t> indices, Stream stream,
               std::span<std::uint64_t> first, std::span<std::uint64_t> second);

/// Uniform on the open interval (0, 1): ((word >> 12) + 1/2) / 2^52, exact, and so is its
/// complement. (With 53 bits the largest would round to 1.) The 52 bits become the mantissa of a
/// number in [1, 2).
constexpr double uniform(std::uint64_t word) {
    return std::bit_cast<double>(word >> 12 | 0x3FF0'0000'0000'0000) - (1.0 - 0x1p-53);
}
/// The uniforms of words. Spans of one length.
void uniforms(std::span<const std::uint64_t> words, std::span<double> out);

/// True with probability `share`: 0 is never, 1 always.
constexpr bool happens(std::uint64_t word, double share) {
    return uniform(word) < share;
}

}  // namespace greenlane::random
