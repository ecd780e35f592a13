#pragma once

#include "greenlane/kpi/interval.h"

#include <cstdint>
#include <optional>
#include <span>

namespace greenlane::kpi {

/// `events` of `trials`, for example hits of inspections; events <= trials.
struct Proportion {
    std::uint64_t events = 0;
    std::uint64_t trials = 0;

    /// nullopt of no trials.
    std::optional<double> share() const;
    void merge(const Proportion& other);
    friend bool operator==(const Proportion&, const Proportion&) = default;
};

/// Intervals of the share behind independent trials, in [0, 1]; nullopt of no trials. Wald's
/// interval is missing on purpose: at 1 of 50 it covers 64 % instead of 95 %.
///
/// Score interval (Wilson 1927): near its confidence on average.
std::optional<Interval> wilson(Proportion proportion, double confidence = 0.95);
/// Exact (Clopper and Pearson 1934): never covers less than its confidence.
std::optional<Interval> clopper_pearson(Proportion proportion, double confidence = 0.95);
/// The level at which the one-sided upper limit of Clopper and Pearson is `share`: 1 - P(at most as
/// many events | share), and 1 for a share of 1 or more, 0 below none. nullopt of no trials.
std::optional<double> confidence_at_most(Proportion proportion, double share);
/// Equal tails of Beta(events + 1/2, trials - events + 1/2), with limit 0 at no events and limit 1
/// at nothing else (Brown, Cai and DasGupta 2001).
std::optional<Interval> jeffreys(Proportion proportion, double confidence = 0.95);

/// The smallest rate of which `trials` show at least one event with probability `confidence`:
/// 1 - (1 - confidence)^(1 / trials), about 3 / trials at 95 %. nullopt of no trials.
std::optional<double> smallest_detectable_rate(std::uint64_t trials, double confidence = 0.95);

/// estimate() of the shares of the replications, in percent. Where they are all equal (all zero, as
/// a rule) their spread says nothing, and the interval is clopper_pearson() of the pooled counts.
std::optional<Figure> estimate_percentage(std::span<const Proportion> replications,
                                          double confidence = 0.95);

}  // namespace greenlane::kpi
