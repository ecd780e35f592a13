#pragma once

#include "greenlane/core/units.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace greenlane::kpi {

/// Counts of non-negative durations in log-linear bins: exact below 256 ms, then 128 equal bins per
/// octave. Counts are integers, so merging is exact and order-free, and equal multisets of bins
/// compare equal. Memory grows to the highest bin used: at most 57 KiB, 26 KiB for stays up to a
/// month.
class Histogram {
public:
    /// |quantile() - exact| <= relative_error * exact; 0 below 256 ms.
    static constexpr double relative_error = 0x1p-8;

    /// `low` <= duration <= `high`; `middle` stands for all of them.
    struct Bin {
        Duration low;
        Duration high;
        std::uint64_t count;

        /// Rounded down.
        Duration middle() const { return low + (high - low) / 2; }
        friend bool operator==(const Bin&, const Bin&) = default;
    };

    /// A negative duration breaks the contract.
    void add(Duration duration, std::uint64_t count = 1) {
        const std::size_t bin = bin_of(duration);
        if (bin >= counts_.size()) [[unlikely]] {
            if (count == 0) {
                return;
            }
            grow(bin);
        }
        counts_[bin] += count;
    }
    void merge(const Histogram& other);

    bool empty() const { return counts_.empty(); }
    std::uint64_t total() const;
    /// How many durations are at or below `duration`, those of its own bin included.
    std::uint64_t count_at_or_below(Duration duration) const;
    /// The smallest duration that at least the share `p` of all durations do not exceed: the
    /// inverse of the empirical distribution function, type 1 of Hyndman and Fan (1996), as the
    /// middle of its bin. 0 <= p <= 1; nullopt where nothing was counted.
    std::optional<Duration> quantile(double p) const;

    /// Bins that hold something, lowest first. Adding `count` times each `low` to an empty
    /// histogram gives an equal one: this is how a histogram is stored.
    std::vector<Bin> bins() const;

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.counts_);
    }
    friend bool operator==(const Histogram&, const Histogram&) = default;

private:
    static constexpr int sub_bits = 7;  // 2^7 bins per octave
    /// The bin of a negative duration is past every other.
    static constexpr std::size_t bin_limit = (63 - sub_bits + 1) << sub_bits;

    static std::size_t bin_of(Duration duration) {
        constexpr std::uint64_t exact = (std::uint64_t{2} << sub_bits) - 1;
        const auto value = static_cast<std::uint64_t>(duration);
        const std::size_t shift =
            static_cast<std::size_t>(std::bit_width(value | exact)) - (sub_bits + 1);
        return (shift << sub_bits) + (value >> shift);
    }
    Bin bin_at(std::size_t index) const;
    void grow(std::size_t bin);

    std::vector<std::uint64_t> counts_;  ///< the last one is never 0
};

}  // namespace greenlane::kpi
