#include "experiment/paired_means.h"

#include <algorithm>
#include <numeric>

namespace greenlane::experiment {

namespace {

/// A difference that varies less than this share of the setting's own variance shows likeness; a
/// larger one may look so by chance, where the others are many and the replications few.
constexpr double alike = 0.5;

/// Of so many values, some of them undefined; by Welford's (1962) running mean.
template <typename Value>
std::optional<PairedMean> mean_of(std::size_t count, Value value) {
    PairedMean found;
    double squares = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (const std::optional<double> one = value(i)) {
            const double distance = *one - found.mean;
            found.mean += distance / static_cast<double>(++found.n);
            squares += distance * (*one - found.mean);
        }
    }
    found.variance = found.n > 1 ? squares / static_cast<double>(found.n - 1) : 0;
    return found.n > 0 ? std::optional(found) : std::nullopt;
}

}  // namespace

std::optional<PairedMean> paired_mean(kpi::Replicated values, double less) {
    return mean_of(values.size(), [&](std::size_t i) {
        return values[i] ? std::optional(*values[i] - less) : std::nullopt;
    });
}

std::optional<PairedMean> paired_mean(kpi::Replicated first, kpi::Replicated second) {
    return mean_of(std::min(first.size(), second.size()), [&](std::size_t i) {
        return first[i] && second[i] ? std::optional(*first[i] - *second[i]) : std::nullopt;
    });
}

std::vector<std::optional<double>> means_on_common_draws(
    std::span<const kpi::Replicated> settings) {
    std::vector<std::size_t> longest_first(settings.size());
    std::iota(longest_first.begin(), longest_first.end(), 0);
    std::stable_sort(longest_first.begin(), longest_first.end(), [&](std::size_t a, std::size_t b) {
        return settings[a].size() > settings[b].size();
    });
    std::vector<std::optional<double>> means(settings.size());
    for (const std::size_t setting : longest_first) {
        const auto own = paired_mean(settings[setting], 0);
        if (!own) {
            continue;
        }
        means[setting] = own->mean;
        double least = alike * own->variance;
        for (const std::size_t other : longest_first) {
            if (settings[other].size() == settings[setting].size()) {
                break;
            }
            const auto difference = paired_mean(settings[setting], settings[other]);
            if (difference && difference->n == own->n && own->n > 1 &&
                difference->variance < least) {
                least = difference->variance;
                means[setting] = difference->mean + means[other].value();
            }
        }
    }
    return means;
}

}  // namespace greenlane::experiment
