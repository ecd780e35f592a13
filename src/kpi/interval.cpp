#include "greenlane/kpi/interval.h"

#include "greenlane/core/contract.h"
#include "greenlane/kpi/quantile.h"

#include "kpi/sample.h"

#include <algorithm>
#include <cmath>

namespace greenlane::kpi {

namespace {

/// Hall's H(y) of interval.h, written so that nothing cancels at a = 0: there it is y.
double undo_skewness(double y, double a) {
    const double root = std::cbrt(1 + 6 * a * (y - a));
    return 3 * (y - a) / (1 + root + root * root);
}

Interval corrected_interval(const Sample& sample, double confidence) {
    constexpr double longest = 2.5;
    const double q = t_quantile(static_cast<double>(sample.n - 1), confidence);
    const double a = sample.skew_coefficient();
    const double below = std::clamp(undo_skewness(q, a), shortest_side * q, longest * q);
    const double above = std::clamp(-undo_skewness(-q, a), shortest_side * q, longest * q);
    return {sample.mean - below * sample.standard_error,
            sample.mean + above * sample.standard_error};
}

}  // namespace

std::optional<Figure> student_t(Replicated values, double confidence) {
    const auto sample = describe(values);
    if (!sample) {
        return std::nullopt;
    }
    Figure figure{sample->mean, std::nullopt, sample->n};
    if (sample->n > 1) {
        const double half =
            t_quantile(static_cast<double>(sample->n - 1), confidence) * sample->standard_error;
        figure.interval = Interval{sample->mean - half, sample->mean + half};
    }
    return figure;
}

std::optional<Figure> estimate(Replicated values, Bounds bounds, double confidence) {
    const auto sample = describe(values);
    if (!sample) {
        return std::nullopt;
    }
    Figure figure{sample->mean, std::nullopt, sample->n};
    if (sample->n > 1) {
        const Interval whole = corrected_interval(*sample, confidence);
        figure.interval =
            Interval{std::max(whole.low, bounds.low), std::min(whole.high, bounds.high)};
    }
    return figure;
}

std::optional<Figure> paired_difference(Replicated first, Replicated second, double confidence) {
    return estimate(differences(first, second), {}, confidence);
}

Interval percentile_interval(std::span<double> values, double confidence) {
    GREENLANE_EXPECT(!values.empty());
    GREENLANE_EXPECT(confidence > 0 && confidence < 1);
    std::sort(values.begin(), values.end());
    return {quantile(values, (1 - confidence) / 2, QuantileType::weibull),
            quantile(values, (1 + confidence) / 2, QuantileType::weibull)};
}

bool equivalent(Replicated values, double reference, double margin) {
    const auto figure = student_t(values, 0.90);
    if (!figure || !figure->interval) {
        return false;
    }
    const double tolerance = std::abs(reference) * margin;
    return figure->interval->low >= reference - tolerance &&
           figure->interval->high <= reference + tolerance;
}

}  // namespace greenlane::kpi
