#include "greenlane/evaluation/detection.h"

#include "greenlane/core/contract.h"

#include "evaluation/count_law.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <boost/math/distributions/binomial.hpp>

namespace greenlane::evaluation {

namespace {

void expect_sensitivity(double sensitivity) {
    GREENLANE_EXPECT(sensitivity > 0 && sensitivity <= 1);
}

/// Infested units among those opened.
CountLaw hypergeometric(Lot lot, std::uint64_t opened) {
    GREENLANE_EXPECT(lot.infested <= lot.units && opened <= lot.units);
    const auto units = static_cast<double>(lot.units);
    const auto infested = static_cast<double>(lot.infested);
    const auto n = static_cast<double>(opened);
    const std::uint64_t clean = lot.units - lot.infested;
    const double mode = std::floor((n + 1) * (infested + 1) / (units + 2));
    return law_by_ratios(opened > clean ? opened - clean : 0, std::min(opened, lot.infested),
                         static_cast<std::uint64_t>(mode), [&](std::uint64_t hits) {
                             const auto j = static_cast<double>(hits);
                             return (infested - j) * (n - j) /
                                    ((j + 1) * (units - infested - n + j + 1));
                         });
}

/// The least number in [low, high] of which `enough` is true, where it is true of all from some
/// number on; nullopt where it is true of none.
template <typename Enough>
std::optional<std::uint64_t> least(std::uint64_t low, std::uint64_t high, Enough enough) {
    if (low > high || !enough(high)) {
        return std::nullopt;
    }
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (enough(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return high;
}

}  // namespace

double missed(const CountLaw& infested, double sensitivity) {
    double sum = 0;
    double unseen = std::pow(1 - sensitivity, static_cast<double>(infested.low));
    for (const double probability : infested.probabilities) {
        sum += probability * unseen;
        unseen *= 1 - sensitivity;
    }
    return std::min(sum, 1.0);
}

std::uint64_t infested_units(std::uint64_t units, double rate) {
    GREENLANE_EXPECT(rate >= 0 && rate <= 1);
    const double infested = static_cast<double>(units) * rate;
    return std::min(units, static_cast<std::uint64_t>(std::floor(infested * (1 + 1e-9))));
}

double detection_probability(Lot lot, std::uint64_t opened, double sensitivity) {
    expect_sensitivity(sensitivity);
    return 1 - missed(hypergeometric(lot, opened), sensitivity);
}

std::optional<std::uint64_t> sample_size(Lot lot, double confidence, double sensitivity) {
    return least(0, lot.units, [&](std::uint64_t opened) {
        return detection_probability(lot, opened, sensitivity) >= confidence;
    });
}

std::optional<std::uint64_t> detectable_units(std::uint64_t units, std::uint64_t opened,
                                              double confidence, double sensitivity) {
    return least(0, units, [&](std::uint64_t infested) {
        return detection_probability({units, infested}, opened, sensitivity) >= confidence;
    });
}

std::uint64_t lottery_size(double rate, double confidence, double sensitivity) {
    expect_sensitivity(sensitivity);
    GREENLANE_EXPECT(rate > 0 && rate <= 1 && confidence > 0 && confidence < 1);
    const double log_missed = std::log1p(-rate * sensitivity);
    const double size = std::max(1.0, std::ceil(std::log1p(-confidence) / log_missed));
    // A quotient that rounding put above a whole number.
    const bool one_too_many = size > 1 && -std::expm1((size - 1) * log_missed) >= confidence;
    return static_cast<std::uint64_t>(size) - one_too_many;
}

double HitCount::at_least(std::size_t hits) const {
    const std::size_t first = std::min(hits, probabilities.size());
    return std::accumulate(probabilities.begin() + static_cast<std::ptrdiff_t>(first),
                           probabilities.end(), 0.0);
}

std::size_t HitCount::quantile(double probability) const {
    double sum = 0;
    for (std::size_t hits = 0; hits < probabilities.size(); ++hits) {
        sum += probabilities[hits];
        if (sum >= probability) {
            return hits;
        }
    }
    return probabilities.size() - 1;
}

HitCount hit_count(Lot lot, std::uint64_t opened, double sensitivity) {
    expect_sensitivity(sensitivity);
    const CountLaw infested = hypergeometric(lot, opened);
    HitCount hits{0, 0, std::vector<double>(infested.low + infested.probabilities.size())};
    for (std::size_t i = 0; i < infested.probabilities.size(); ++i) {
        const boost::math::binomial found(static_cast<double>(infested.low + i), sensitivity);
        for (std::size_t j = 0; j <= infested.low + i; ++j) {
            hits.probabilities[j] +=
                infested.probabilities[i] * boost::math::pdf(found, static_cast<double>(j));
        }
    }
    const auto units = static_cast<double>(lot.units);
    const double rate = lot.units == 0 ? 0 : static_cast<double>(lot.infested) / units;
    const double open = static_cast<double>(opened) * rate;
    const double left = lot.units <= 1 ? 0 : (units - static_cast<double>(opened)) / (units - 1);
    hits.mean = open * sensitivity;
    hits.variance =
        sensitivity * (sensitivity * open * (1 - rate) * left + open * (1 - sensitivity));
    return hits;
}

}  // namespace greenlane::evaluation
