#include "greenlane/random/draw.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

namespace greenlane::random {
namespace {

// Statistical smoke tests. Draws are fixed, so each z below is one number; 4 would be exceeded by
// one sound generator in 16,000.
constexpr double z_limit = 4.0;
constexpr std::size_t draws = 1 << 18;

std::vector<double> drawn(Stream stream, bool second) {
    std::vector<std::uint64_t> first_words(draws);
    std::vector<std::uint64_t> second_words(draws);
    draw_range(make_key(20261121, 0), 0, stream, first_words, second_words);
    std::vector<double> values(draws);
    uniforms(second ? second_words : first_words, values);
    return values;
}

/// z of Pearson's chi-square over equal cells, by the Wilson-Hilferty transform.
double chi_square_z(const std::vector<std::uint64_t>& counts, double expected) {
    double sum = 0.0;
    for (const std::uint64_t count : counts) {
        const double distance = static_cast<double>(count) - expected;
        sum += distance * distance / expected;
    }
    const double freedom = static_cast<double>(counts.size()) - 1.0;
    const double share = 2.0 / (9.0 * freedom);
    return (std::cbrt(sum / freedom) - (1.0 - share)) / std::sqrt(share);
}

/// z of the correlation of two sequences of uniforms.
double correlation_z(const std::vector<double>& a, const std::vector<double>& b, std::size_t lag) {
    double sum = 0.0;
    for (std::size_t i = 0; i + lag < a.size(); ++i) {
        sum += (a[i + lag] - 0.5) * (b[i] - 0.5);
    }
    return 12.0 * sum / std::sqrt(static_cast<double>(a.size() - lag));
}

TEST(Uniformity, FillsCellsEvenly) {
    for (const bool second : {false, true}) {
        std::vector<std::uint64_t> counts(1024);
        for (const double u : drawn({Purpose::service}, second)) {
            ++counts[static_cast<std::size_t>(u * 1024)];
        }
        EXPECT_LT(std::abs(chi_square_z(counts, draws / 1024.0)), z_limit);
    }
}

TEST(Uniformity, FillsPairsOfNeighboursEvenly) {
    const std::vector<double> values = drawn({Purpose::arrival}, false);
    std::vector<std::uint64_t> counts(1024);
    for (std::size_t i = 0; i < draws; i += 2) {
        ++counts[32 * static_cast<std::size_t>(values[i] * 32) +
                 static_cast<std::size_t>(values[i + 1] * 32)];
    }
    EXPECT_LT(std::abs(chi_square_z(counts, draws / 2048.0)), z_limit);
}

TEST(Uniformity, NeighbouringShipmentsAreUncorrelated) {
    const std::vector<double> values = drawn({Purpose::service}, false);
    for (const std::size_t lag : {1, 2, 3, 4, 7, 8, 16, 1024}) {
        EXPECT_LT(std::abs(correlation_z(values, values, lag)), z_limit) << "lag " << lag;
    }
}

TEST(Uniformity, NeighbouringStreamsAreUncorrelated) {
    const Stream stream{Purpose::service, 17, 0};
    const std::vector<double> values = drawn(stream, false);
    EXPECT_LT(std::abs(correlation_z(values, drawn(stream, true), 0)), z_limit);
    EXPECT_LT(std::abs(correlation_z(values, drawn({Purpose::route, 17, 0}, false), 0)), z_limit);
    EXPECT_LT(std::abs(correlation_z(values, drawn({Purpose::service, 18, 0}, false), 0)), z_limit);
    EXPECT_LT(std::abs(correlation_z(values, drawn({Purpose::service, 17, 1}, false), 0)), z_limit);
}

}  // namespace
}  // namespace greenlane::random
