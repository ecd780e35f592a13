#pragma once

#include "greenlane/random/draw.h"
#include "greenlane/shipment/source.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::io {

/// Times of day by inversion of 24 shares.
class HourProfile {
public:
    /// 24 shares, not negative, some positive; empty: all hours alike.
    explicit HourProfile(std::span<const double> shares);
    /// Milliseconds after midnight for u in (0, 1); below a day.
    Duration time_of_day(double u) const;

private:
    std::array<double, 25> cumulative_{};
};

/// The declarations of one local date, put in order of time and handed out in blocks.
class DeclarationDay {
public:
    /// Forgets its rows and takes those of another date, whose local midnight is `midnight`.
    void start(Instant midnight);
    /// Where to append rows, in the order of the input. `lodged` may hold anything where the times
    /// are drawn, and must lie in the date otherwise.
    shipment::Block& rows() { return rows_; }
    std::uint64_t size() const { return rows_.declarations.rows(); }

    /// Draws the times; `first` is the ordinal of the first declaration in the whole input.
    void draw_times(random::Key key, std::uint64_t first, const HourProfile& profile);
    /// No more rows will come: puts them in order.
    void close();
    /// Moves the next rows of one epoch, at most Source::max_rows, to an empty block. False where
    /// none are left.
    bool take(const shipment::Epochs& epochs, shipment::Block& block);

private:
    void sort_by_time();

    Instant midnight_ = 0;
    shipment::Block rows_;
    std::vector<std::uint64_t> order_;  ///< time of day << 32 | row, ascending
    std::size_t taken_ = 0;
    std::vector<std::uint64_t> words_;  ///< draws, then the sort's other half
    std::vector<std::uint32_t> head_rows_;
    std::vector<std::uint32_t> item_rows_;
};

}  // namespace greenlane::io
