#include "greenlane/kpi/sample_size.h"

#include "greenlane/core/contract.h"

#include "kpi/first_that.h"
#include "kpi/sample.h"

#include <cmath>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>

namespace greenlane::kpi {

namespace {

double upper_z(double tail) {
    GREENLANE_EXPECT(tail > 0 && tail < 1);
    return quantile(complement(boost::math::normal(), tail));
}

/// The limits stand as many standard errors from 0 and from what is expected as the interval is
/// wide on one side.
TrialPlan planned(double size, double expected, double variance, double z, double per_week) {
    GREENLANE_EXPECT(per_week > 0);
    const double per_group = std::ceil(size);
    const double half = z * std::sqrt(variance / per_group);
    const double sign = expected < 0 ? -1 : 1;
    return {.per_group = static_cast<std::uint64_t>(per_group),
            .weeks = static_cast<std::uint64_t>(std::ceil(per_group / per_week)),
            .go = sign * half,
            .no_go = expected - sign * half};
}

}  // namespace

std::optional<std::uint64_t> replications_needed(Replicated values, double share,
                                                 double confidence) {
    GREENLANE_EXPECT(share > 0);
    const auto sample = describe(values);
    if (!sample || sample->n < 2) {
        return std::nullopt;
    }
    constexpr std::uint64_t most = std::uint64_t{1} << 53;
    const double wanted = share * std::abs(sample->mean);
    const double sd = std::sqrt(sample->variance());
    const auto narrow = [&](std::uint64_t n) {
        const auto size = static_cast<double>(n);
        return t_quantile(size - 1, confidence) * sd <= wanted * std::sqrt(size);
    };
    std::uint64_t enough = sample->n;
    while (!narrow(enough)) {
        if (enough > most / 2) {
            return std::nullopt;
        }
        enough *= 2;
    }
    return first_that(sample->n, enough, narrow);
}

TrialPlan plan_trial_of_shares(double today, double expected, double per_week,
                               Assurance assurance) {
    GREENLANE_EXPECT(today > 0 && today < 1 && expected > 0 && expected < 1);
    GREENLANE_EXPECT(today != expected);
    const double z = upper_z((1 - assurance.confidence) / 2);
    const double both = (today + expected) / 2;
    const double variance = today * (1 - today) + expected * (1 - expected);
    const double root =
        z * std::sqrt(2 * both * (1 - both)) + upper_z(1 - assurance.power) * std::sqrt(variance);
    const double difference = expected - today;
    return planned(root * root / (difference * difference), difference, variance, z, per_week);
}

TrialPlan plan_trial_of_means(double expected, double sd_today, double sd_new, double per_week,
                              Assurance assurance) {
    GREENLANE_EXPECT(expected != 0 && sd_today > 0 && sd_new > 0);
    const double z = upper_z((1 - assurance.confidence) / 2);
    const double sum = z + upper_z(1 - assurance.power);
    const double variance = sd_today * sd_today + sd_new * sd_new;
    return planned(sum * sum * variance / (expected * expected), expected, variance, z, per_week);
}

double mm1_run_length(double rho, double share, double confidence) {
    GREENLANE_EXPECT(rho > 0 && rho < 1);
    GREENLANE_EXPECT(share > 0);
    const double z = upper_z((1 - confidence) / 2) / share;
    return z * z * 2 * (1 + rho) / (rho * (1 - rho) * (1 - rho));
}

Counts expected_counts(std::uint64_t trials, double share, double confidence) {
    GREENLANE_EXPECT(share > 0 && share < 1);
    GREENLANE_EXPECT(confidence > 0 && confidence < 1);
    const boost::math::binomial law(static_cast<double>(trials), share);
    const double tail = (1 - confidence) / 2;
    return {first_that(0, trials,
                       [&](auto count) { return cdf(law, static_cast<double>(count)) >= tail; }),
            first_that(0, trials, [&](auto count) {
                return cdf(complement(law, static_cast<double>(count))) <= tail;
            })};
}

}  // namespace greenlane::kpi
