#pragma once

#include "greenlane/evaluation/labelled_history.h"
#include "greenlane/kpi/interval.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::evaluation {

/// Selected rows by what is known of them, their chances of selection summed.
struct InspectionCounts {
    double rows = 0;
    double inspected = 0;
    double hits = 0;

    double unknown() const { return rows - inspected; }
};
InspectionCounts count_inspections(const LabelledHistory& history);
/// By stratum: a dense code for each row.
std::vector<InspectionCounts> count_inspections(const LabelledHistory& history,
                                                std::span<const std::uint32_t> stratum);

/// All that assumptions leave of a rate: any value from low to high.
struct RateBounds {
    double low;
    double high;
    kpi::Interval interval;  ///< holds the rate with the confidence asked for (imbens_manski())

    friend bool operator==(const RateBounds&, const RateBounds&) = default;
};

/// low - c se_low to high + c se_high, where Phi(c + (high - low) / max(se_low, se_high)) - Phi(-c)
/// is the confidence: it covers the rate, not the whole of the bounds (Imbens and Manski 2004,
/// Econometrica 72, 1845-1857). Not clipped.
struct ImbensManski {
    double c;
    kpi::Interval interval;
};
ImbensManski imbens_manski(double low, double high, double se_low, double se_high,
                           double confidence = 0.95);

// The bounds below take the rows for a sample of such traffic; intervals are clipped to [0, 1].
// nullopt where there are no rows to speak of.

/// Hit rate without any assumption: none to all of the unknown rows are violations (Manski 1989,
/// J. Human Resources 24, 343-360): [hits / rows, (hits + unknown) / rows].
std::optional<RateBounds> worst_case_rate(const InspectionCounts& counts, double confidence = 0.95);

/// Hit rate if what was not inspected is no riskier than what was (monotone selection, Manski and
/// Pepper 2000): [hits / rows, hits / inspected]. nullopt also where nothing was inspected.
std::optional<RateBounds> monotone_rate(const InspectionCounts& counts, double confidence = 0.95);

/// Detection rate (violations selected / all violations) without any assumption:
/// [h / (h + h' + u'), (h + u) / (h + u + h')], h hits and u unknown of the rule's rows, h' and u'
/// of all others.
std::optional<RateBounds> detection_bounds(const InspectionCounts& rule,
                                           const InspectionCounts& others,
                                           double confidence = 0.95);

/// Hit rate if officers, in each stratum, saw more than the record tells: the odds of a violation
/// among uninspected rows are those among inspected ones times something between 1 / gamma and
/// gamma (gamma >= 1). The same gamma bounds the odds ratio of having been inspected, violation
/// against compliant (Robins, Rotnitzky and Scharfstein 2000; Tan 2006, JASA 101, 1619-1637; after
/// Rosenbaum 2002). At gamma = 1 chance alone inspected within strata; gamma = infinity is
/// worst_case_rate() where each stratum has both outcomes. A stratum without inspected rows bounds
/// nothing.
std::optional<RateBounds> rate_under_hidden_selection(std::span<const InspectionCounts> strata,
                                                      double gamma, double confidence = 0.95);

/// The tipping point: the smallest gamma at which the bounds of rate_under_hidden_selection()
/// reach `reference`, to a relative 10^-12. nullopt where no gamma up to 10^9 does.
std::optional<double> tipping_gamma(std::span<const InspectionCounts> strata, double reference);

}  // namespace greenlane::evaluation
