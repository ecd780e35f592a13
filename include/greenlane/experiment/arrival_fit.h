#pragma once

#include "greenlane/core/units.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// A fitted number above 0 with the standard error of its logarithm.
struct Estimate {
    double value = 0;
    double sd_log = 0;
};

/// The arrivals of a post as a Poisson process whose rate varies with the day of the week and the
/// hour of the day. The days are those from the first lodgement's to the last one's, whole, in
/// local time.
struct ArrivalFit {
    std::int64_t declarations = 0;
    Instant first = 0;  ///< lodgement, in local time
    Instant last = 0;   ///< and the last one
    std::int64_t days = 0;
    Estimate per_hour;  ///< mean over a week; value 0 where there are too few declarations for one
    /// 7 shares from Monday on, of a weekday without lodgements 0. Empty with fewer than
    /// fewest_days, or fewer declarations than fewest_a_share for each.
    std::vector<Estimate> day_of_week;
    /// The shares by weekday before stay, and the rate is the one under which these days expect as
    /// many declarations as they had.
    bool keeps_weekdays = false;
    /// 24 shares. Empty where the records hold only dates, or fewer declarations than
    /// fewest_a_share for each.
    std::vector<Estimate> hour_of_day;
    bool times_known = false;  ///< the records hold a time of day and not only a date
    /// Of the days around the means of their weekdays: Pearson's chi-square over its degrees of
    /// freedom, 1 of a Poisson flow, and the probability of so large a one. None with fewer than
    /// fewest_days. Where that is below 0.01, standard errors are those of a Poisson flow times the
    /// root of the dispersion (quasi-likelihood, McCullagh and Nelder 1989, ch. 9).
    struct Dispersion {
        double value;
        double p;
    };
    std::optional<Dispersion> dispersion;
    /// Of the logarithm of the rate in 30 days, along all days; none with fewer than fewest_days.
    struct Trend {
        double growth;
        double z;
    };
    std::optional<Trend> trend;
    /// Share of the declarations that were lodged in the same millisecond as the one before; of
    /// records with a time of day.
    double together = 0;

    static constexpr std::int64_t fewest_declarations = 30;
    static constexpr std::int64_t fewest_days = 14;
    static constexpr std::int64_t fewest_a_share = 10;  ///< on average
    bool is_fitted() const { return per_hour.value > 0; }
    bool is_overdispersed() const { return dispersion && dispersion->p < 0.01; }
};

/// `lodged`: at least one, rising. `times_known`: they hold a time of day and not only a date.
/// `weekdays_before`: 7 shares in any unit, which stay where none are fitted; or empty.
ArrivalFit fit_arrivals(std::span<const Instant> lodged, Duration utc_offset, bool times_known,
                        std::span<const double> weekdays_before = {});

}  // namespace greenlane::experiment
