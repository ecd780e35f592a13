#include "greenlane/experiment/arrival_fit.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/contract.h"

#include <array>
#include <cmath>

#include <boost/math/distributions/chi_squared.hpp>

namespace greenlane::experiment {

namespace {

constexpr std::size_t weekdays = 7;

/// Declarations by day, weekday and hour.
struct Counts {
    std::vector<double> by_day;
    std::array<double, weekdays> by_weekday{};
    std::array<double, weekdays> days{};  ///< of the period, by weekday
    std::array<double, 24> by_hour{};
    std::int64_t first_day = 0;

    std::size_t weekday_of(std::size_t day) const {
        return static_cast<std::size_t>(weekday(first_day + static_cast<std::int64_t>(day)));
    }
    /// The mean of the day's weekday.
    double expected(std::size_t day) const {
        return by_weekday[weekday_of(day)] / days[weekday_of(day)];
    }
};

Counts count(std::span<const Instant> lodged, Duration utc_offset) {
    Counts counts;
    counts.first_day = day_of(lodged.front() + utc_offset);
    const std::int64_t last_day = day_of(lodged.back() + utc_offset);
    counts.by_day.resize(static_cast<std::size_t>(last_day - counts.first_day) + 1);
    for (const Instant instant : lodged) {
        const Instant local = instant + utc_offset;
        ++counts.by_day[static_cast<std::size_t>(day_of(local) - counts.first_day)];
        ++counts.by_hour[static_cast<std::size_t>(time_of_day(local) / hour)];
    }
    for (std::size_t day = 0; day < counts.by_day.size(); ++day) {
        counts.by_weekday[counts.weekday_of(day)] += counts.by_day[day];
        ++counts.days[counts.weekday_of(day)];
    }
    return counts;
}

ArrivalFit::Dispersion dispersion_of(const Counts& counts) {
    double chi_square = 0;
    double freedom = 0;
    for (std::size_t day = 0; day < counts.by_day.size(); ++day) {
        const double expected = counts.expected(day);
        if (expected > 0) {
            chi_square += std::pow(counts.by_day[day] - expected, 2) / expected;
            ++freedom;
        }
    }
    for (const double lodged : counts.by_weekday) {
        freedom -= lodged > 0 ? 1 : 0;
    }
    return {chi_square / freedom, boost::math::cdf(boost::math::complement(
                                      boost::math::chi_squared(freedom), chi_square))};
}

/// The score of a rate that grows exponentially around the weekdays' means.
ArrivalFit::Trend trend_of(const Counts& counts, double dispersion) {
    const double middle = (static_cast<double>(counts.by_day.size()) - 1) / 2;
    double score = 0;
    double information = 0;
    for (std::size_t day = 0; day < counts.by_day.size(); ++day) {
        const double at = static_cast<double>(day) - middle;
        score += at * (counts.by_day[day] - counts.expected(day));
        information += at * at * counts.expected(day);
    }
    return {30 * score / information, score / std::sqrt(information * dispersion)};
}

/// Shares of counts and how sure they are; of what was never seen, 0.
template <typename Numbers>
std::vector<Estimate> shares_of(const Numbers& rates, const Numbers& seen, double dispersion) {
    double sum = 0;
    for (const double rate : rates) {
        sum += rate;
    }
    std::vector<Estimate> shares;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        shares.push_back({rates[i] / sum, seen[i] > 0 ? std::sqrt(dispersion / seen[i]) : 0});
    }
    return shares;
}

bool are_enough(std::int64_t declarations, std::size_t shares) {
    return declarations >= ArrivalFit::fewest_a_share * static_cast<std::int64_t>(shares);
}

/// How many mean days the counted days are, by shares of weekdays.
double mean_days(const Counts& counts, std::span<const double> shares) {
    double days = 0;
    double sum = 0;
    for (std::size_t w = 0; w < shares.size(); ++w) {
        days += shares[w] * counts.days[w];
        sum += shares[w];
    }
    return sum > 0 ? days / sum * weekdays : 0;
}

/// The rate alone, its shares by weekday being those of before.
void fit_mean(const Counts& counts, double dispersion, std::span<const double> weekdays_before,
              ArrivalFit& fit) {
    const double days = mean_days(counts, weekdays_before);
    fit.keeps_weekdays = days > 0;
    const auto lodged = static_cast<double>(fit.declarations);
    fit.per_hour = {lodged / (24 * (days > 0 ? days : static_cast<double>(fit.days))),
                    std::sqrt(dispersion / lodged)};
}

/// The rate and its shares by weekday.
void fit_week(const Counts& counts, double dispersion, ArrivalFit& fit) {
    std::array<double, weekdays> rates{};
    double sum = 0;
    double variance = 0;
    for (std::size_t w = 0; w < weekdays; ++w) {
        rates[w] = counts.by_weekday[w] / counts.days[w];
        sum += rates[w];
        variance += dispersion * rates[w] / counts.days[w];
    }
    fit.per_hour = {sum / weekdays / 24, std::sqrt(variance) / sum};
    fit.day_of_week = shares_of(rates, counts.by_weekday, dispersion);
}

}  // namespace

ArrivalFit fit_arrivals(std::span<const Instant> lodged, Duration utc_offset, bool times_known,
                        std::span<const double> weekdays_before) {
    GREENLANE_EXPECT(!lodged.empty());
    const Counts counts = count(lodged, utc_offset);
    ArrivalFit fit;
    fit.declarations = static_cast<std::int64_t>(lodged.size());
    fit.first = lodged.front() + utc_offset;
    fit.last = lodged.back() + utc_offset;
    fit.days = static_cast<std::int64_t>(counts.by_day.size());
    fit.times_known = times_known;
    if (fit.declarations < ArrivalFit::fewest_declarations) {
        return fit;
    }
    if (fit.days >= ArrivalFit::fewest_days) {
        fit.dispersion = dispersion_of(counts);
    }
    const double dispersion = fit.is_overdispersed() ? fit.dispersion->value : 1;
    if (fit.dispersion) {
        fit.trend = trend_of(counts, dispersion);
    }
    if (fit.days >= ArrivalFit::fewest_days && are_enough(fit.declarations, weekdays)) {
        fit_week(counts, dispersion, fit);
    } else {
        fit_mean(counts, dispersion, weekdays_before, fit);
    }
    if (times_known && are_enough(fit.declarations, counts.by_hour.size())) {
        fit.hour_of_day = shares_of(counts.by_hour, counts.by_hour, dispersion);
    }
    if (times_known) {
        std::int64_t repeated = 0;
        for (std::size_t i = 1; i < lodged.size(); ++i) {
            repeated += lodged[i] == lodged[i - 1] ? 1 : 0;
        }
        fit.together = static_cast<double>(repeated) / static_cast<double>(lodged.size());
    }
    return fit;
}

}  // namespace greenlane::experiment
