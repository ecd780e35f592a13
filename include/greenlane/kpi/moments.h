#pragma once

#include "greenlane/core/contract.h"

#include <cstdint>
#include <optional>

namespace greenlane::kpi {

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

/// Exact count, sum and sum of squares of 64-bit integers: merging is exact and order-free. Plain
/// data, so that it can be stored and sent as it is. The squares have room for 2^47 stays of 34
/// years in milliseconds; an overflow breaks the contract.
struct Moments {
    std::uint64_t count = 0;
    Int128 sum = 0;
    UInt128 sum_of_squares = 0;

    void add(std::int64_t value, std::uint64_t times = 1) {
        const auto square = static_cast<UInt128>(Int128{value} * value);
        UInt128 squares = 0;
        GREENLANE_EXPECT(!__builtin_mul_overflow(square, UInt128{times}, &squares));
        add_squares(squares);
        sum += Int128{value} * Int128{times};
        count += times;
    }
    void merge(const Moments& other);

    /// nullopt where nothing was counted.
    std::optional<double> mean() const;
    /// With n - 1 in the denominator; nullopt for fewer than two values. The numerator
    /// n * sum_of_squares - sum^2 is computed in 256-bit integers: nothing cancels.
    std::optional<double> variance() const;

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.count, self.sum, self.sum_of_squares);
    }
    friend bool operator==(const Moments&, const Moments&) = default;

private:
    void add_squares(UInt128 squares) {
        GREENLANE_EXPECT(sum_of_squares + squares >= squares);
        sum_of_squares += squares;
    }
};

}  // namespace greenlane::kpi
