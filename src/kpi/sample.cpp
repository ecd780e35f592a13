#include "kpi/sample.h"

#include "greenlane/core/contract.h"

#include <cmath>

#include <boost/math/distributions/students_t.hpp>

namespace greenlane::kpi {

double Sample::skew_coefficient() const {
    constexpr double understatement = 1.5;
    return understatement * skewness / (6 * std::sqrt(n));
}

/// Works on deviations, first from the first value, then from the mean: nothing large cancels, and
/// equal values have exactly no spread.
std::optional<Sample> describe(Replicated values) {
    std::vector<double> deviations;
    double origin = 0;
    double shift = 0;
    for (const auto& value : values) {
        if (value) {
            origin = deviations.empty() ? *value : origin;
            deviations.push_back(*value - origin);
            shift += deviations.back();
        }
    }
    if (deviations.empty()) {
        return std::nullopt;
    }
    const auto n = static_cast<double>(deviations.size());
    shift /= n;
    double squares = 0;
    for (double& deviation : deviations) {
        deviation -= shift;
        squares += deviation * deviation;
    }
    Sample sample{.n = deviations.size(), .mean = origin + shift};
    if (squares > 0) {
        const double spread = std::sqrt(squares / n);
        double cubes = 0;
        for (const double deviation : deviations) {
            const double z = deviation / spread;
            cubes += z * z * z;
        }
        sample.standard_error = spread / std::sqrt(n - 1);
        sample.skewness = sample.n > 2 ? cubes / n * std::sqrt(n * (n - 1)) / (n - 2) : 0;
    }
    return sample;
}

double t_quantile(double degrees, double confidence) {
    GREENLANE_EXPECT(confidence >= 0.5 && confidence < 1);
    return quantile(complement(boost::math::students_t(degrees), (1 - confidence) / 2));
}

std::vector<std::optional<double>> differences(Replicated first, Replicated second) {
    GREENLANE_EXPECT(first.size() == second.size());
    std::vector<std::optional<double>> found(first.size());
    for (std::size_t r = 0; r < first.size(); ++r) {
        if (first[r] && second[r]) {
            found[r] = *first[r] - *second[r];
        }
    }
    return found;
}

}  // namespace greenlane::kpi
