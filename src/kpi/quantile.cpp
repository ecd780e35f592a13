#include "greenlane/kpi/quantile.h"

#include "greenlane/core/contract.h"

#include "kpi/first_that.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <boost/math/distributions/binomial.hpp>

namespace greenlane::kpi {

namespace {

struct PlottingPosition {
    double a;
    double b;
};
/// By type, from type 4 on.
constexpr std::array<PlottingPosition, 6> positions{
    {{0, 1}, {0.5, 0.5}, {0, 0}, {1, 1}, {1.0 / 3, 1.0 / 3}, {3.0 / 8, 3.0 / 8}}};

/// Between the values of which ranks a quantile lies.
struct Place {
    double below;
    double fraction;  ///< of the way to the next rank
};

/// 0.07 of 100 is 7.000000000000001 in doubles, and still the 7th.
Place place_at(double rank) {
    const double nearest = std::round(rank);
    if (std::abs(rank - nearest) <= nearest * 0x1p-50) {
        return {nearest, 0};
    }
    return {std::floor(rank), rank - std::floor(rank)};
}

Place place_of(double n, double p, QuantileType type) {
    switch (type) {
        case QuantileType::inverse: {
            const Place place = place_at(n * p);
            return {place.below, place.fraction > 0 ? 1.0 : 0.0};
        }
        case QuantileType::averaged_inverse: {
            const Place place = place_at(n * p);
            return {place.below, place.fraction > 0 ? 1 : 0.5};
        }
        case QuantileType::nearest_even: {
            const Place place = place_at(n * p - 0.5);
            const bool stays = place.fraction == 0 && std::fmod(place.below, 2) == 0;
            return {place.below, stays ? 0.0 : 1.0};
        }
        default: {
            const auto [a, b] = positions[static_cast<std::size_t>(type) - 4];
            return place_at(std::clamp(a + p * (n + 1 - a - b), 1.0, n));
        }
    }
}

}  // namespace

std::string_view name(QuantileType type) {
    static constexpr std::array<std::string_view, quantile_type_count> names{
        "type 1", "type 2", "type 3", "type 4", "type 5", "type 6", "type 7", "type 8", "type 9"};
    return names[static_cast<std::size_t>(type) - 1];
}

double quantile(std::span<const double> sorted, double p, QuantileType type) {
    GREENLANE_EXPECT(!sorted.empty());
    GREENLANE_EXPECT(p >= 0 && p <= 1);
    const auto n = static_cast<double>(sorted.size());
    const auto value = [&](double rank) {
        return sorted[static_cast<std::size_t>(std::clamp(rank, 1.0, n)) - 1];
    };
    const Place place = place_of(n, p, type);
    const double low = value(place.below);
    return low + place.fraction * (value(place.below + 1) - low);
}

QuantileRanks quantile_ranks(std::size_t n, double p, double confidence) {
    GREENLANE_EXPECT(n > 0);
    GREENLANE_EXPECT(p > 0 && p < 1);
    GREENLANE_EXPECT(confidence > 0 && confidence < 1);
    const boost::math::binomial law(static_cast<double>(n), p);
    const double tail = (1 - confidence) / 2;
    const auto at_most = [&](std::uint64_t count) { return cdf(law, static_cast<double>(count)); };
    const auto more_than = [&](std::uint64_t count) {
        return cdf(complement(law, static_cast<double>(count)));
    };
    const std::uint64_t low = first_that(0, n, [&](auto count) { return at_most(count) > tail; });
    const std::uint64_t high =
        first_that(0, n, [&](auto count) { return more_than(count) <= tail; }) + 1;
    QuantileRanks ranks{std::nullopt, std::nullopt, high > n ? 1 : at_most(high - 1)};
    if (low > 0) {
        ranks.low = low;
        ranks.coverage -= at_most(low - 1);
    }
    if (high <= n) {
        ranks.high = high;
    }
    return ranks;
}

Interval quantile_interval(std::span<const double> sorted, double p, double confidence) {
    const QuantileRanks ranks = quantile_ranks(sorted.size(), p, confidence);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return {ranks.low ? sorted[*ranks.low - 1] : -infinity,
            ranks.high ? sorted[*ranks.high - 1] : infinity};
}

}  // namespace greenlane::kpi
