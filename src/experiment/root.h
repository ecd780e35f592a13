#pragma once

#include <cstdint>
#include <utility>

#include <boost/math/tools/toms748_solve.hpp>

namespace greenlane::experiment {

/// Where a rising function that is below `level` at `low` reaches it, to 40 bits.
template <typename Function>
double rising_root(Function function, double low, double level) {
    const auto excess = [&](double x) { return function(x) - level; };
    double high = low + 1;
    while (excess(high) < 0) {
        low = high;
        high *= 2;
    }
    std::uintmax_t iterations = 100;
    const std::pair<double, double> root = boost::math::tools::toms748_solve(
        excess, low, high, boost::math::tools::eps_tolerance<double>(40), iterations);
    return (root.first + root.second) / 2;
}

}  // namespace greenlane::experiment
