#include "greenlane/experiment/design.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/draw.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <boost/random/sobol.hpp>

namespace greenlane::experiment {

namespace {

/// The draws of a design have no shipments and no replications: names keep them from all others.
random::Words design_draw(std::uint64_t seed, const char* design, std::size_t factor,
                          std::size_t number) {
    return random::draw(
        random::make_key(seed, 0), number,
        {random::Purpose::resample, random::name_key(design), static_cast<std::uint32_t>(factor)});
}

/// The hypercube of one candidate number.
UnitPoints drawn_hypercube(std::size_t points, std::size_t factors, std::uint64_t seed,
                           std::size_t candidate) {
    UnitPoints cube(points, std::vector<double>(factors));
    std::vector<std::size_t> strata(points);
    for (std::size_t factor = 0; factor < factors; ++factor) {
        std::iota(strata.begin(), strata.end(), std::size_t{0});
        for (std::size_t point = points; point-- > 0;) {
            const random::Words words =
                design_draw(seed, "latin hypercube", factor, candidate * points + point);
            const auto other = static_cast<std::size_t>(random::uniform(words.first) *
                                                        static_cast<double>(point + 1));
            std::swap(strata[point], strata[other]);
            cube[point][factor] =
                (static_cast<double>(strata[point]) + random::uniform(words.second)) /
                static_cast<double>(points);
        }
    }
    return cube;
}

/// The largest absolute correlation of two columns.
double largest_correlation(const UnitPoints& cube) {
    const std::size_t factors = cube.front().size();
    // Of columns that are shifted to the middle; their variance is that of the strata, nearly.
    double largest = 0;
    for (std::size_t a = 0; a < factors; ++a) {
        for (std::size_t b = a + 1; b < factors; ++b) {
            double product = 0;
            double first = 0;
            double second = 0;
            for (const std::vector<double>& point : cube) {
                const double x = point[a] - 0.5;
                const double y = point[b] - 0.5;
                product += x * y;
                first += x * x;
                second += y * y;
            }
            largest = std::max(largest, std::abs(product) / std::sqrt(first * second));
        }
    }
    return largest;
}

/// Calls place(point, factor, digits) with the sequence's digits, as whole numbers of 2^-64.
template <typename Place>
void visit_sobol(std::size_t points, std::size_t factors, const Place& place) {
    GREENLANE_EXPECT(factors <= most_sobol_factors);
    boost::random::sobol_engine<std::uint64_t, 64> sequence(factors);
    for (std::size_t point = 0; point < points; ++point) {
        for (std::size_t factor = 0; factor < factors; ++factor) {
            // The library leaves out the origin.
            place(point, factor, point == 0 ? 0 : sequence());
        }
    }
}

}  // namespace

std::vector<std::vector<std::size_t>> full_grid(std::span<const std::size_t> levels) {
    std::vector<std::vector<std::size_t>> grid{{}};
    for (const std::size_t count : levels) {
        std::vector<std::vector<std::size_t>> longer;
        longer.reserve(grid.size() * count);
        for (const std::vector<std::size_t>& point : grid) {
            for (std::size_t level = 0; level < count; ++level) {
                longer.push_back(point);
                longer.back().push_back(level);
            }
        }
        grid = std::move(longer);
    }
    return grid;
}

UnitPoints latin_hypercube(std::size_t points, std::size_t factors, std::uint64_t seed) {
    constexpr std::size_t candidates = 64;
    UnitPoints best = drawn_hypercube(points, factors, seed, 0);
    double least = largest_correlation(best);
    for (std::size_t candidate = 1; candidate < candidates && least > 0; ++candidate) {
        UnitPoints cube = drawn_hypercube(points, factors, seed, candidate);
        if (const double largest = largest_correlation(cube); largest < least) {
            least = largest;
            best = std::move(cube);
        }
    }
    return best;
}

UnitPoints sobol(std::size_t points, std::size_t factors) {
    UnitPoints cube(points, std::vector<double>(factors));
    visit_sobol(points, factors, [&](std::size_t point, std::size_t factor, std::uint64_t at) {
        cube[point][factor] = static_cast<double>(at) * 0x1p-64;
    });
    return cube;
}

UnitPoints shifted_sobol(std::size_t points, std::size_t factors, std::uint64_t seed) {
    UnitPoints cube(points, std::vector<double>(factors));
    visit_sobol(points, factors, [&](std::size_t point, std::size_t factor, std::uint64_t at) {
        const std::uint64_t shift = design_draw(seed, "sobol", factor, 0).first;
        cube[point][factor] = random::uniform(shift ^ at);
    });
    return cube;
}

}  // namespace greenlane::experiment
