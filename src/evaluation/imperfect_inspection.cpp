#include "greenlane/evaluation/imperfect_inspection.h"

#include "greenlane/core/contract.h"

#include "evaluation/score_interval.h"

#include <algorithm>
#include <cmath>

namespace greenlane::evaluation {

namespace {

/// Inspected rows on one side of a rule, of the outcome asked for and of the other.
struct Side {
    double share;  ///< of all rows
    double found;
    double others;

    double rate() const { return found / (found + others); }
    double mass() const { return share * rate(); }
};

/// The share of `own` side among all rows of the outcome: sensitivity where own are the flagged
/// rows and the outcome a violation, specificity where they are the rows left and it is compliance.
/// Variance of its logit by the delta method: 1 / (N share share') + others / (found inspected) of
/// both sides.
std::optional<VerifiedRate> verified_rate(const Side& own, const Side& other, double rows,
                                          double confidence) {
    const double all = own.mass() + other.mass();
    if (!(all > 0)) {
        return std::nullopt;
    }
    VerifiedRate result{own.mass() / all, std::nullopt, std::nullopt};
    if (own.found == 0 || other.found == 0) {
        return result;
    }
    const auto variance_of = [](const Side& side) {
        return side.others / (side.found * (side.found + side.others));
    };
    const double error =
        std::sqrt(1 / (rows * own.share * other.share) + variance_of(own) + variance_of(other));
    result.standard_error = result.rate * (1 - result.rate) * error;
    const double logit = std::log(result.rate / (1 - result.rate));
    const double reach = two_sided_z(confidence) * error;
    const auto inverse = [](double x) { return 1 / (1 + std::exp(-x)); };
    result.interval = kpi::Interval{inverse(logit - reach), inverse(logit + reach)};
    return result;
}

Side side(const kpi::Proportion& inspected, double share, bool violations) {
    const auto hits = static_cast<double>(inspected.events);
    const auto compliant = static_cast<double>(inspected.trials - inspected.events);
    return violations ? Side{share, hits, compliant} : Side{share, compliant, hits};
}

}  // namespace

VerifiedAccuracy begg_greenes(const VerificationTable& table, double confidence) {
    GREENLANE_EXPECT(table.flagged.events <= table.flagged.trials);
    GREENLANE_EXPECT(table.left.events <= table.left.trials);
    GREENLANE_EXPECT(table.flagged.trials <= table.flagged_rows);
    GREENLANE_EXPECT(table.left.trials <= table.left_rows);
    VerifiedAccuracy accuracy;
    accuracy.hit_rate_flagged = table.flagged.share();
    if (const auto share = table.left.share()) {
        accuracy.compliant_rate_left = 1 - *share;
    }
    if (table.flagged.trials == 0 || table.left.trials == 0) {
        return accuracy;
    }
    const auto flagged_rows = static_cast<double>(table.flagged_rows);
    const auto left_rows = static_cast<double>(table.left_rows);
    const double rows = flagged_rows + left_rows;
    const double flagged = flagged_rows / rows;
    const double left = left_rows / rows;
    accuracy.prevalence =
        side(table.flagged, flagged, true).mass() + side(table.left, left, true).mass();
    accuracy.sensitivity = verified_rate(side(table.flagged, flagged, true),
                                         side(table.left, left, true), rows, confidence);
    accuracy.specificity = verified_rate(side(table.left, left, false),
                                         side(table.flagged, flagged, false), rows, confidence);
    return accuracy;
}

std::optional<CorrectedRate> rogan_gladen(kpi::Proportion found, double sensitivity,
                                          double specificity, double confidence) {
    GREENLANE_EXPECT(sensitivity >= 0 && sensitivity <= 1);
    GREENLANE_EXPECT(specificity >= 0 && specificity <= 1);
    const auto share = found.share();
    const double told = sensitivity + specificity - 1;
    if (!share || !(told > 0)) {
        return std::nullopt;
    }
    const auto corrected = [&](double rate) { return (rate + specificity - 1) / told; };
    const auto clip = [](double rate) { return std::clamp(rate, 0.0, 1.0); };
    const double unclipped = corrected(*share);
    const kpi::Interval limits = *kpi::wilson(found, confidence);
    return CorrectedRate{unclipped,
                         clip(unclipped),
                         unclipped != clip(unclipped),
                         {clip(corrected(limits.low)), clip(corrected(limits.high))}};
}

}  // namespace greenlane::evaluation
