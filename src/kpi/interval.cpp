#include "greenlane/kpi/interval.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

namespace greenlane::kpi {

namespace {

struct Sample {
    std::size_t n = 0;
    double mean = 0;
    double standard_error = 0;  ///< of the mean; 0 for n = 1
    double skewness = 0;        ///< adjusted Fisher-Pearson, G1; 0 for n < 3 or equal values
};

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

/// The two-sided quantile of Student's distribution with n - 1 degrees of freedom.
double t_quantile(std::size_t n, double confidence) {
    GREENLANE_EXPECT(confidence >= 0.5 && confidence < 1);
    const boost::math::students_t distribution(static_cast<double>(n - 1));
    return quantile(complement(distribution, (1 - confidence) / 2));
}

/// Hall's H(y) of interval.h, written so that nothing cancels at a = 0: there it is y.
double undo_skewness(double y, double a) {
    const double root = std::cbrt(1 + 6 * a * (y - a));
    return 3 * (y - a) / (1 + root + root * root);
}

Interval corrected_interval(const Sample& sample, double confidence) {
    constexpr double understatement = 1.5;
    constexpr double longest = 2.5;
    const double q = t_quantile(sample.n, confidence);
    const double a = understatement * sample.skewness / (6 * std::sqrt(sample.n));
    const double below = std::min(undo_skewness(q, a), longest * q);
    const double above = std::min(-undo_skewness(-q, a), longest * q);
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
        const double half = t_quantile(sample->n, confidence) * sample->standard_error;
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
    GREENLANE_EXPECT(first.size() == second.size());
    std::vector<std::optional<double>> differences(first.size());
    for (std::size_t r = 0; r < first.size(); ++r) {
        if (first[r] && second[r]) {
            differences[r] = *first[r] - *second[r];
        }
    }
    return estimate(differences, {}, confidence);
}

Interval percentile_interval(std::span<double> values, double confidence) {
    GREENLANE_EXPECT(!values.empty());
    GREENLANE_EXPECT(confidence > 0 && confidence < 1);
    std::sort(values.begin(), values.end());
    const auto quantile = [&](double p) {
        const auto n = static_cast<double>(values.size());
        const double rank = std::clamp(p * (n + 1), 1.0, n);
        const double below = std::floor(rank);
        const double low = values[static_cast<std::size_t>(below) - 1];
        const double high = values[static_cast<std::size_t>(std::ceil(rank)) - 1];
        return low + (rank - below) * (high - low);
    };
    return {quantile((1 - confidence) / 2), quantile((1 + confidence) / 2)};
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
