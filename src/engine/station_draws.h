#pragma once

#include "greenlane/random/draw.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::engine {

/// The random words of a block's shipments at the stations of a process: functions of the shipment,
/// the station and how often it has been there.
class StationDraws {
public:
    using Row = std::uint32_t;

    /// `comes_again`: whether a way may lead to a station twice.
    StationDraws(random::Key key, std::size_t stations, bool comes_again)
        : key_(key), stations_(stations), comes_again_(comes_again) {}

    /// Takes in a block: nobody has been anywhere.
    void start(std::uint64_t first_shipment, std::size_t rows);
    /// A word a row, good until the next call. A `station` past the last one is visited once.
    std::span<const std::uint64_t> words(std::span<const Row> rows, std::size_t station,
                                         random::Stream stream);
    /// How often a row has been at a station.
    std::uint32_t visit(Row row, std::size_t station) const {
        return visits_.empty() ? 0 : visits_[row * stations_ + station];
    }
    /// The rows have been there once more.
    void count_visits(std::span<const Row> rows, std::size_t station);

private:
    bool is_whole_block(std::span<const Row> rows) const;

    random::Key key_;
    std::size_t stations_;
    bool comes_again_;
    std::uint64_t first_shipment_ = 0;
    std::size_t rows_ = 0;
    std::vector<std::uint32_t> visits_;  ///< rows x stations; empty where none comes twice
    std::vector<std::uint64_t> shipments_, words_;
    std::vector<std::uint32_t> indices_;
};

}  // namespace greenlane::engine
