#include "greenlane/kpi/histogram.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace greenlane::kpi {

void Histogram::grow(std::size_t bin) {
    GREENLANE_EXPECT(bin < bin_limit);  // the duration is not negative
    counts_.resize(bin + 1);
}

void Histogram::merge(const Histogram& other) {
    counts_.resize(std::max(counts_.size(), other.counts_.size()));
    std::transform(other.counts_.begin(), other.counts_.end(), counts_.begin(), counts_.begin(),
                   std::plus<>());
}

std::uint64_t Histogram::total() const {
    return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
}

std::uint64_t Histogram::count_at_or_below(Duration duration) const {
    GREENLANE_EXPECT(duration >= 0);
    const std::size_t end = std::min(bin_of(duration) + 1, counts_.size());
    return std::accumulate(counts_.begin(), counts_.begin() + static_cast<std::ptrdiff_t>(end),
                           std::uint64_t{0});
}

std::optional<Duration> Histogram::quantile(double p) const {
    GREENLANE_EXPECT(p >= 0 && p <= 1);
    if (empty()) {
        return std::nullopt;
    }
    // 0.55 of 100 is 55.00000000000001 in doubles, and still the 55th: a product within its own
    // rounding error above an integer counts as that integer.
    const double wanted = std::ceil(p * static_cast<double>(total()) * (1 - 0x1p-51));
    std::uint64_t below = 0;
    for (std::size_t bin = 0; bin + 1 < counts_.size(); ++bin) {
        below += counts_[bin];
        if (below > 0 && static_cast<double>(below) >= wanted) {
            return bin_at(bin).middle();
        }
    }
    return bin_at(counts_.size() - 1).middle();
}

Histogram::Bin Histogram::bin_at(std::size_t index) const {
    constexpr std::size_t per_octave = std::size_t{1} << sub_bits;
    const std::size_t shift = std::max<std::size_t>(index >> sub_bits, 1) - 1;
    const auto mantissa = static_cast<Duration>(index - shift * per_octave);
    const Duration width = Duration{1} << shift;
    const Duration low = mantissa << shift;
    return {low, low + (width - 1), counts_[index]};
}

std::vector<Histogram::Bin> Histogram::bins() const {
    std::vector<Bin> filled;
    for (std::size_t index = 0; index < counts_.size(); ++index) {
        if (counts_[index] > 0) {
            filled.push_back(bin_at(index));
        }
    }
    return filled;
}

}  // namespace greenlane::kpi
