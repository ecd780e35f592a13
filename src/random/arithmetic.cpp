#include "greenlane/random/arithmetic.h"

#include "greenlane/core/contract.h"

#include "random/kernels.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace greenlane::random {

namespace {

constexpr std::size_t chunk_size = 256;

/// One chunk: the centre's formula for all, then the tails, packed side by side, in their own loop.
void normal_quantile_chunk(const double* u, double* out, std::size_t size) {
    std::array<double, chunk_size> tails;
    std::array<double, chunk_size> values;
    std::array<std::uint32_t, chunk_size> places;
    std::size_t count = 0;
    for (std::size_t i = 0; i < size; ++i) {
        tails[count] = u[i];
        places[count] = static_cast<std::uint32_t>(i);
        count += kernel::in_tail(u[i]) ? 1 : 0;
    }
#pragma GCC ivdep
    for (std::size_t i = 0; i < size; ++i) {
        out[i] = kernel::normal_centre(u[i]);
    }
    for (std::size_t i = 0; i < count; ++i) {
        values[i] = kernel::normal_tail(tails[i]);
    }
    for (std::size_t i = 0; i < count; ++i) {
        out[places[i]] =
            kernel::in_far_tail(tails[i]) ? kernel::normal_far_tail(tails[i]) : values[i];
    }
}

}  // namespace

double log(double x) {
    return kernel::log(x);
}

void log(std::span<const double> x, std::span<double> out) {
    GREENLANE_EXPECT(x.size() == out.size());
#pragma GCC ivdep
    for (std::size_t i = 0; i < x.size(); ++i) {
        out[i] = kernel::log(x[i]);
    }
}

double exp(double x) {
    return kernel::exp(x);
}

void exp(std::span<const double> x, std::span<double> out) {
    GREENLANE_EXPECT(x.size() == out.size());
#pragma GCC ivdep
    for (std::size_t i = 0; i < x.size(); ++i) {
        out[i] = kernel::exp(x[i]);
    }
}

double normal_quantile(double u) {
    return kernel::normal_quantile(u);
}

void normal_quantile(std::span<const double> u, std::span<double> out) {
    GREENLANE_EXPECT(u.size() == out.size());
    for (std::size_t i = 0; i < u.size(); i += chunk_size) {
        normal_quantile_chunk(u.data() + i, out.data() + i, std::min(chunk_size, u.size() - i));
    }
}

}  // namespace greenlane::random
