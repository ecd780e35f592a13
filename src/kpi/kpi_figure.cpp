#include "greenlane/kpi/kpi_figure.h"

#include "greenlane/kpi/proportion.h"

#include "kpi/sample.h"

#include <cmath>

namespace greenlane::kpi {

namespace {

/// All replications together of a share of counted events whose replications show `mean` alike;
/// nullopt of another KPI.
std::optional<Proportion> pooled(const Kpi& kpi, double mean, std::int64_t counted) {
    if (!kpi.how.is_proportion() || kpi.unit != Unit::percent) {
        return std::nullopt;
    }
    return Proportion{
        .events = static_cast<std::uint64_t>(std::round(mean / 100 * static_cast<double>(counted))),
        .trials = static_cast<std::uint64_t>(counted)};
}

}  // namespace

std::optional<Figure> figure_of(const Kpi& kpi, Replicated values, std::int64_t counted) {
    auto figure = estimate(values, kpi.bounds());
    if (figure && figure->interval && figure->interval->low == figure->interval->high) {
        if (const auto proportion = pooled(kpi, figure->mean, counted)) {
            const auto limits = clopper_pearson(*proportion);
            figure->interval = Interval{100 * limits->low, 100 * limits->high};
        }
    }
    return figure;
}

std::optional<double> confidence(const Kpi& kpi, Replicated values, std::int64_t counted,
                                 Limit limit, bool can_vary) {
    const auto sample = describe(values);
    if (!sample || sample->n < 2) {
        return std::nullopt;
    }
    if (sample->standard_error > 0) {
        const auto at_most = confidence_at_most(values, limit.value);
        return limit.at_least ? 1 - *at_most : *at_most;
    }
    if (const auto proportion = pooled(kpi, sample->mean, counted)) {
        const auto& [events, trials] = *proportion;
        const double share = limit.value / 100;
        return limit.at_least ? confidence_at_most({trials - events, trials}, 1 - share)
                              : confidence_at_most(*proportion, share);
    }
    const bool keeps = limit.at_least ? sample->mean >= limit.value : sample->mean <= limit.value;
    const double doubt = can_vary ? 1 / static_cast<double>(sample->n + 2) : 0;
    return keeps ? 1 - doubt : doubt;
}

}  // namespace greenlane::kpi
