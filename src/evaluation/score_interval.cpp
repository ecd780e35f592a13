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
    const double centre = std::clamp(estimate, possible.low, possible.high);
    const double z = two_sided_z(confidence);
    // In d = rate - centre: (1 - z^2 square) d^2 - 2 slope d - z^2 variance(centre) <= 0.
    const double curvature = 1 - z * z * variance.square;
    const double slope = z * z * (variance.linear + 2 * variance.square * centre) / 2;
    const double level = z * z * std::max(0.0, variance.at(centre));
    const double root = std::sqrt(slope * slope + curvature * level);
    return {std::max(possible.low, centre + std::min(0.0, (slope - root) / curvature)),
            std::min(possible.high, centre + std::max(0.0, (slope + root) / curvature))};
}

kpi::Interval wilson(double share, double size, double confidence) {
    return score_interval(share, {0, 1 / size, -1 / size}, confidence, {0, 1});
}

}  // namespace greenlane::evaluation
