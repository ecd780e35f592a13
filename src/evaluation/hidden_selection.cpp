#include "greenlane/core/contract.h"
#include "greenlane/evaluation/bounds.h"

#include "evaluation/rate_bounds.h"

#include <algorithm>
#include <cmath>

namespace greenlane::evaluation {

namespace {

/// One end of the bounds, with its standard error.
struct End {
    double rate = 0;
    double error = 0;
};

/// The rate if the odds of a violation among uninspected rows are `odds_ratio` times those among
/// inspected ones; `unbounded` is taken for the rows of strata without inspected ones.
End rate_at(std::span<const InspectionCounts> strata, double rows, double odds_ratio,
            double unbounded) {
    double violations = 0;
    double variance = 0;
    for (const InspectionCounts& stratum : strata) {
        if (stratum.inspected == 0) {
            violations += stratum.rows * unbounded;
            continue;
        }
        const double share = stratum.hits / stratum.inspected;
        const double scale = share * odds_ratio + (1 - share);
        violations += stratum.hits + stratum.unknown() * share * odds_ratio / scale;
        const double slope = stratum.inspected + stratum.unknown() * odds_ratio / (scale * scale);
        variance += slope * slope * share * (1 - share) / stratum.inspected;
    }
    return {std::min(1.0, violations / rows), std::sqrt(variance) / rows};
}

double all_rows(std::span<const InspectionCounts> strata) {
    double rows = 0;
    for (const InspectionCounts& stratum : strata) {
        rows += stratum.rows;
    }
    return rows;
}

}  // namespace

std::optional<RateBounds> rate_under_hidden_selection(std::span<const InspectionCounts> strata,
                                                      double gamma, double confidence) {
    GREENLANE_EXPECT(gamma >= 1 && std::isfinite(gamma));
    const double rows = all_rows(strata);
    if (rows == 0) {
        return std::nullopt;
    }
    const End low = rate_at(strata, rows, 1 / gamma, 0);
    const End high = rate_at(strata, rows, gamma, 1);
    return rate_bounds(low.rate, high.rate, low.error, high.error, confidence);
}

std::optional<double> tipping_gamma(std::span<const InspectionCounts> strata, double reference) {
    const double rows = all_rows(strata);
    if (rows == 0) {
        return std::nullopt;
    }
    const auto reached = [&](double log_gamma) {
        return rate_at(strata, rows, std::exp(-log_gamma), 0).rate <= reference &&
               reference <= rate_at(strata, rows, std::exp(log_gamma), 1).rate;
    };
    if (reached(0)) {
        return 1;
    }
    double before = 0;
    double after = std::log(1e9);
    if (!reached(after)) {
        return std::nullopt;
    }
    while (after - before > 1e-13) {
        const double middle = (before + after) / 2;
        if (middle == before || middle == after) {
            break;
        }
        (reached(middle) ? after : before) = middle;
    }
    return std::exp(after);
}

}  // namespace greenlane::evaluation
