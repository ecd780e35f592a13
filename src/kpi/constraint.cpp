#include "greenlane/kpi/constraint.h"

#include "kpi/sample.h"

#include <algorithm>

#include <boost/math/distributions/students_t.hpp>

namespace greenlane::kpi {

std::optional<double> confidence_at_most(Replicated values, double limit) {
    const auto sample = describe(values);
    if (!sample || sample->n < 2) {
        return std::nullopt;
    }
    if (sample->standard_error == 0) {
        return sample->mean <= limit ? 1.0 : 0.0;
    }
    // Hall's transformation of the studentised distance, the inverse of H(y) in interval.h.
    const double x = (sample->mean - limit) / sample->standard_error;
    const double a = sample->skew_coefficient();
    const double hall = a + x + 2 * a * x * x + 4.0 / 3 * a * a * x * x * x;
    // On its short side the interval reaches at least `shortest_side` t quantiles.
    const double least = x / shortest_side;
    const double y =
        a > 0 ? std::min(hall, std::max(least, a)) : std::max(hall, std::min(least, a));
    return cdf(complement(boost::math::students_t(static_cast<double>(sample->n - 1)), y));
}

}  // namespace greenlane::kpi
