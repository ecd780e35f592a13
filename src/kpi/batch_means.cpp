#include "greenlane/kpi/batch_means.h"

#include "greenlane/core/contract.h"

#include "kpi/sample.h"

#include <cmath>
#include <vector>

namespace greenlane::kpi {

namespace {

struct Spread {
    double mean = 0;
    double squares = 0;  ///< sum of squared deviations
};

Spread spread_of(std::span<const double> values) {
    Spread spread;
    double count = 0;
    for (const double value : values) {
        ++count;
        const double deviation = value - spread.mean;
        spread.mean += deviation / count;
        spread.squares += deviation * (value - spread.mean);
    }
    return spread;
}

std::vector<double> means_of(std::span<const double> values, std::size_t batch_length) {
    std::vector<double> means(values.size() / batch_length);
    for (std::size_t i = 0; i < means.size(); ++i) {
        means[i] = spread_of(values.subspan(i * batch_length, batch_length)).mean;
    }
    return means;
}

/// The sum of squared deviations of all batches of neighbours from `mean`; deviations are added,
/// so that nothing large cancels.
double overlapping_squares(std::span<const double> values, std::size_t batch_length, double mean) {
    double deviation = 0;  // of a batch's sum
    double squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        deviation += values[i] - mean;
        if (i >= batch_length) {
            deviation -= values[i - batch_length] - mean;
        }
        if (i + 1 >= batch_length) {
            squares += deviation * deviation;
        }
    }
    return squares / static_cast<double>(batch_length * batch_length);
}

constexpr double z = 1.6448536269514722;  // 5 %, one-sided

/// The ratio's standard deviation for b independent normal values is 2 sqrt((b - 2) / (b^2 - 1)).
bool neighbours_alike(double ratio, double b) {
    return ratio < 2 - z * 2 * std::sqrt((b - 2) / (b * b - 1));
}

/// What both kinds share, of `values` in batches whose means without overlap are `means`.
BatchMeans judged(std::span<const double> values, std::span<const double> means,
                  double batch_length, double constant, double degrees, double confidence) {
    constexpr double fewest_independent = 10;
    const Spread spread = spread_of(values);
    const auto n = static_cast<double>(values.size());
    const double half = t_quantile(degrees, confidence) * std::sqrt(constant / n);
    const double ratio = von_neumann_ratio(means);
    const double variance = spread.squares / (n - 1);
    const double lag1 = lag1_correlation(values);
    const bool depend = lag1 * std::sqrt(n) > z;
    return {.mean = spread.mean,
            .variance_constant = constant,
            .degrees = degrees,
            .interval = {spread.mean - half, spread.mean + half},
            .lag1 = lag1,
            .von_neumann = ratio,
            .too_short = neighbours_alike(ratio, static_cast<double>(means.size())) ||
                         (depend && batch_length * variance < fewest_independent * constant)};
}

}  // namespace

std::optional<BatchMeans> batch_means(std::span<const double> values, std::size_t batch_length,
                                      double confidence) {
    GREENLANE_EXPECT(batch_length > 0);
    const std::vector<double> means = means_of(values, batch_length);
    if (means.size() < 3) {
        return std::nullopt;
    }
    const auto m = static_cast<double>(batch_length);
    const auto b = static_cast<double>(means.size());
    const double constant = m * spread_of(means).squares / (b - 1);
    return judged(values.first(means.size() * batch_length), means, m, constant, b - 1, confidence);
}

std::optional<BatchMeans> overlapping_batch_means(std::span<const double> values,
                                                  std::size_t batch_length, double confidence) {
    GREENLANE_EXPECT(batch_length > 0);
    const std::vector<double> means = means_of(values, batch_length);
    if (means.size() < 3) {
        return std::nullopt;
    }
    const auto m = static_cast<double>(batch_length);
    const auto n = static_cast<double>(values.size());
    const double constant = n * m *
                            overlapping_squares(values, batch_length, spread_of(values).mean) /
                            ((n - m + 1) * (n - m));
    return judged(values, means, m, constant, 1.5 * (n / m - 1), confidence);
}

double lag1_correlation(std::span<const double> values) {
    const Spread spread = spread_of(values);
    double products = 0;
    for (std::size_t i = 1; i < values.size(); ++i) {
        products += (values[i] - spread.mean) * (values[i - 1] - spread.mean);
    }
    return spread.squares > 0 ? products / spread.squares : 0;
}

double von_neumann_ratio(std::span<const double> values) {
    const Spread spread = spread_of(values);
    double squares = 0;
    for (std::size_t i = 1; i < values.size(); ++i) {
        squares += (values[i] - values[i - 1]) * (values[i] - values[i - 1]);
    }
    return spread.squares > 0 ? squares / spread.squares : 2;
}

}  // namespace greenlane::kpi
