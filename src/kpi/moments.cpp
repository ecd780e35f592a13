#include "greenlane/kpi/moments.h"

namespace greenlane::kpi {

namespace {

/// An unsigned integer of 256 bits.
struct Wide {
    UInt128 high;
    UInt128 low;
};

Wide product(UInt128 a, UInt128 b) {
    constexpr UInt128 half = ~std::uint64_t{0};
    const UInt128 low = (a & half) * (b & half);
    const UInt128 cross = (a >> 64) * (b & half) + (low >> 64);
    const UInt128 other = (a & half) * (b >> 64) + (cross & half);
    return {(a >> 64) * (b >> 64) + (cross >> 64) + (other >> 64), other << 64 | (low & half)};
}

/// a - b, a >= b, to the nearest double but for a last bit.
double difference(Wide a, Wide b) {
    const UInt128 high = a.high - b.high - (a.low < b.low ? 1 : 0);
    return static_cast<double>(high) * 0x1p128 + static_cast<double>(a.low - b.low);
}

}  // namespace

void Moments::merge(const Moments& other) {
    add_squares(other.sum_of_squares);
    sum += other.sum;
    count += other.count;
}

std::optional<double> Moments::mean() const {
    if (count == 0) {
        return std::nullopt;
    }
    return static_cast<double>(sum) / static_cast<double>(count);
}

std::optional<double> Moments::variance() const {
    if (count < 2) {
        return std::nullopt;
    }
    const auto magnitude = static_cast<UInt128>(sum < 0 ? -sum : sum);
    const double numerator =
        difference(product(count, sum_of_squares), product(magnitude, magnitude));
    return numerator / (static_cast<double>(count) * static_cast<double>(count - 1));
}

}  // namespace greenlane::kpi
