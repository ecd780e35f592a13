#include "greenlane/kpi/proportion.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>

namespace greenlane::kpi {

namespace {

using boost::math::beta_distribution;

/// The probability left out on each side.
double tail(Proportion proportion, double confidence) {
    GREENLANE_EXPECT(proportion.events <= proportion.trials);
    GREENLANE_EXPECT(confidence > 0 && confidence < 1);
    return (1 - confidence) / 2;
}

/// Equal tails of the two beta laws, with the limits 0 and 1 where no or every trial is an event.
Interval beta_limits(Proportion proportion, double tail_probability, double low_prior,
                     double high_prior) {
    const auto events = static_cast<double>(proportion.events);
    const auto others = static_cast<double>(proportion.trials - proportion.events);
    Interval interval{0, 1};
    if (events > 0) {
        const beta_distribution<> law(events + low_prior, others + high_prior);
        interval.low = quantile(law, tail_probability);
    }
    if (others > 0) {
        const beta_distribution<> law(events + high_prior, others + low_prior);
        interval.high = quantile(complement(law, tail_probability));
    }
    return interval;
}

}  // namespace

std::optional<double> Proportion::share() const {
    if (trials == 0) {
        return std::nullopt;
    }
    return static_cast<double>(events) / static_cast<double>(trials);
}

void Proportion::merge(const Proportion& other) {
    events += other.events;
    trials += other.trials;
}

std::optional<Interval> wilson(Proportion proportion, double confidence) {
    const double tail_probability = tail(proportion, confidence);
    const auto share = proportion.share();
    if (!share) {
        return std::nullopt;
    }
    const auto n = static_cast<double>(proportion.trials);
    const double z = quantile(complement(boost::math::normal(), tail_probability));
    const double centre = *share + z * z / (2 * n);
    const double half = z * std::sqrt(*share * (1 - *share) / n + z * z / (4 * n * n));
    const double scale = 1 + z * z / n;
    return Interval{proportion.events == 0 ? 0 : (centre - half) / scale,
                    proportion.events == proportion.trials ? 1 : (centre + half) / scale};
}

std::optional<Interval> clopper_pearson(Proportion proportion, double confidence) {
    const double tail_probability = tail(proportion, confidence);
    if (proportion.trials == 0) {
        return std::nullopt;
    }
    return beta_limits(proportion, tail_probability, 0, 1);
}

std::optional<double> confidence_at_most(Proportion proportion, double share) {
    GREENLANE_EXPECT(proportion.events <= proportion.trials);
    if (proportion.trials == 0) {
        return std::nullopt;
    }
    if (share < 0 || share >= 1) {
        return share < 0 ? 0 : 1;
    }
    if (proportion.events == proportion.trials) {
        return 0;
    }
    return cdf(beta_distribution<>(static_cast<double>(proportion.events) + 1,
                                   static_cast<double>(proportion.trials - proportion.events)),
               share);
}

std::optional<Interval> jeffreys(Proportion proportion, double confidence) {
    const double tail_probability = tail(proportion, confidence);
    if (proportion.trials == 0) {
        return std::nullopt;
    }
    return beta_limits(proportion, tail_probability, 0.5, 0.5);
}

std::optional<double> smallest_detectable_rate(std::uint64_t trials, double confidence) {
    GREENLANE_EXPECT(confidence > 0 && confidence < 1);
    if (trials == 0) {
        return std::nullopt;
    }
    return -std::expm1(std::log1p(-confidence) / static_cast<double>(trials));
}

std::optional<Figure> estimate_percentage(std::span<const Proportion> replications,
                                          double confidence) {
    std::vector<std::optional<double>> shares;
    shares.reserve(replications.size());
    Proportion pooled;
    for (const Proportion& replication : replications) {
        const auto share = replication.share();
        shares.push_back(share ? std::optional(100 * *share) : std::nullopt);
        pooled.merge(replication);
    }
    auto figure = estimate(shares, percentage, confidence);
    if (figure && figure->interval && figure->interval->low == figure->interval->high) {
        const auto limits = clopper_pearson(pooled, confidence);
        figure->interval = Interval{100 * limits->low, 100 * limits->high};
    }
    return figure;
}

}  // namespace greenlane::kpi
