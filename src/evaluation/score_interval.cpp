#include "evaluation/score_interval.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/arithmetic.h"

#include <algorithm>
#include <cmath>

namespace greenlane::evaluation {

double two_sided_z(double confidence) {
    GREENLANE_EXPECT(confidence > 0 && confidence < 1);
    return random::normal_quantile((1 + confidence) / 2);
}

kpi::Interval score_interval(double estimate, const RateVariance& variance, double confidence,
                             const kpi::Interval& possible) {
    GREENLANE_EXPECT(variance.square <= 0);
    const double z = two_sided_z(confidence);
    // In d = rate - estimate: curvature d^2 - 2 slope d - level <= 0.
    const double curvature = 1 - z * z * variance.square;
    const double slope = z * z * (variance.linear + 2 * variance.square * estimate) / 2;
    const double level = z * z * variance.at(estimate);
    const double root = std::sqrt(std::max(0.0, slope * slope + curvature * level));
    const auto limit = [&](double distance) {
        return std::clamp(estimate + distance / curvature, possible.low, possible.high);
    };
    return {limit(slope - root), limit(slope + root)};
}

kpi::Interval wilson(double share, double size, double confidence) {
    return score_interval(share, {0, 1 / size, -1 / size}, confidence, {0, 1});
}

}  // namespace greenlane::evaluation
