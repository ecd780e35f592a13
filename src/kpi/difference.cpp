#include "greenlane/kpi/difference.h"

#include "kpi/sample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

namespace greenlane::kpi {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

TTest t_test(double mean, double standard_error, double degrees, double confidence) {
    if (standard_error == 0) {
        const bool same = mean == 0;
        return {.statistic = same ? 0 : std::copysign(infinity, mean),
                .degrees = degrees,
                .p = same ? 1.0 : 0.0,
                .interval = {mean, mean}};
    }
    const double statistic = mean / standard_error;
    const boost::math::students_t law(degrees);
    const double half = t_quantile(degrees, confidence) * standard_error;
    return {.statistic = statistic,
            .degrees = degrees,
            .p = 2 * cdf(complement(law, std::abs(statistic))),
            .interval = {mean - half, mean + half}};
}

/// The values of both where both are defined.
struct Pairs {
    std::vector<std::optional<double>> first;
    std::vector<std::optional<double>> second;
};

Pairs complete_pairs(Replicated first, Replicated second) {
    Pairs pairs;
    for (std::size_t r = 0; r < first.size(); ++r) {
        if (first[r] && second[r]) {
            pairs.first.push_back(first[r]);
            pairs.second.push_back(second[r]);
        }
    }
    return pairs;
}

double covariance(const Pairs& pairs, double first_mean, double second_mean) {
    double sum = 0;
    for (std::size_t r = 0; r < pairs.first.size(); ++r) {
        sum += (*pairs.first[r] - first_mean) * (*pairs.second[r] - second_mean);
    }
    return sum / (static_cast<double>(pairs.first.size()) - 1);
}

}  // namespace

std::optional<Difference> compare_paired(Replicated first, Replicated second, double confidence) {
    const auto each = differences(first, second);
    const auto figure = estimate(each, {}, confidence);
    if (!figure) {
        return std::nullopt;
    }
    Difference difference{Pairing::paired, *figure, std::nullopt, std::nullopt, std::nullopt};
    if (figure->n < 2) {
        return difference;
    }
    const Sample of_differences = *describe(each);
    difference.test = t_test(of_differences.mean, of_differences.standard_error,
                             static_cast<double>(figure->n - 1), confidence);
    const Pairs pairs = complete_pairs(first, second);
    const Sample one = *describe(pairs.first);
    const Sample other = *describe(pairs.second);
    if (one.standard_error > 0 && other.standard_error > 0) {
        const double correlation =
            covariance(pairs, one.mean, other.mean) / std::sqrt(one.variance() * other.variance());
        difference.correlation = std::clamp(correlation, -1.0, 1.0);
    }
    const double unpaired = one.variance() + other.variance();
    if (unpaired > 0) {
        difference.variance_reduction = unpaired / of_differences.variance();
    }
    return difference;
}

std::optional<Difference> compare_unpaired(Replicated first, Replicated second, double confidence) {
    const auto one = describe(first);
    const auto other = describe(second);
    if (!one || !other) {
        return std::nullopt;
    }
    Difference difference{
        .pairing = Pairing::unpaired,
        .figure = {one->mean - other->mean, std::nullopt, std::min(one->n, other->n)},
        .test = std::nullopt,
        .correlation = std::nullopt,
        .variance_reduction = std::nullopt};
    if (difference.figure.n < 2) {
        return difference;
    }
    const double u = one->standard_error * one->standard_error;
    const double v = other->standard_error * other->standard_error;
    const auto n = static_cast<double>(one->n - 1);
    const auto m = static_cast<double>(other->n - 1);
    const double degrees = u + v > 0 ? (u + v) * (u + v) / (u * u / n + v * v / m) : n + m;
    difference.test = t_test(difference.figure.mean, std::sqrt(u + v), degrees, confidence);
    difference.figure.interval = difference.test->interval;
    return difference;
}

}  // namespace greenlane::kpi
