#include "greenlane/evaluation/bounds.h"

#include "greenlane/core/contract.h"

#include "evaluation/rate_bounds.h"
#include "evaluation/rule_rows.h"
#include "evaluation/score_interval.h"

#include <algorithm>
#include <cmath>

namespace greenlane::evaluation {

namespace {

double normal_cdf(double x) {
    return std::erfc(-x / std::sqrt(2.0)) / 2;
}

/// Standard error of a share of so many rows.
double share_error(double share, double rows) {
    return std::sqrt(std::max(0.0, share * (1 - share)) / rows);
}

}  // namespace

RateBounds rate_bounds(double low, double high, double se_low, double se_high, double confidence) {
    const kpi::Interval wide = imbens_manski(low, high, se_low, se_high, confidence).interval;
    return {low, high, {std::max(0.0, wide.low), std::min(1.0, wide.high)}};
}

InspectionCounts count_inspections(const LabelledHistory& history) {
    const RuleRows rule = rule_rows(history);
    return {rule.weight, rule.hits + rule.compliant, rule.hits};
}

std::vector<InspectionCounts> count_inspections(const LabelledHistory& history,
                                                std::span<const std::uint32_t> stratum) {
    GREENLANE_EXPECT(stratum.size() == history.rows());
    std::vector<RuleRows> rules;
    for (std::size_t row = 0; row < history.rows(); ++row) {
        if (stratum[row] >= rules.size()) {
            rules.resize(std::size_t{stratum[row]} + 1);
        }
        rules[stratum[row]].add(history.selection[row], history.outcome[row]);
    }
    std::vector<InspectionCounts> counts;
    counts.reserve(rules.size());
    for (const RuleRows& rule : rules) {
        counts.push_back({rule.weight, rule.hits + rule.compliant, rule.hits});
    }
    return counts;
}

ImbensManski imbens_manski(double low, double high, double se_low, double se_high,
                           double confidence) {
    GREENLANE_EXPECT(low <= high && se_low >= 0 && se_high >= 0);
    const double se = std::max(se_low, se_high);
    // c lies between the quantiles of a one-sided and a two-sided interval.
    double least = two_sided_z(2 * confidence - 1);
    double most = two_sided_z(confidence);
    for (int step = 0; step < 60 && se > 0; ++step) {
        const double c = (least + most) / 2;
        const double covered = normal_cdf(c + (high - low) / se) - normal_cdf(-c);
        (covered < confidence ? least : most) = c;
    }
    return {least, {low - least * se_low, high + least * se_high}};
}

std::optional<RateBounds> worst_case_rate(const InspectionCounts& counts, double confidence) {
    if (counts.rows == 0) {
        return std::nullopt;
    }
    const double low = counts.hits / counts.rows;
    const double high = (counts.hits + counts.unknown()) / counts.rows;
    return rate_bounds(low, high, share_error(low, counts.rows), share_error(high, counts.rows),
                       confidence);
}

std::optional<RateBounds> monotone_rate(const InspectionCounts& counts, double confidence) {
    if (counts.inspected == 0) {
        return std::nullopt;
    }
    const double low = counts.hits / counts.rows;
    const double high = counts.hits / counts.inspected;
    return rate_bounds(low, high, share_error(low, counts.rows),
                       share_error(high, counts.inspected), confidence);
}

std::optional<RateBounds> detection_bounds(const InspectionCounts& rule,
                                           const InspectionCounts& others, double confidence) {
    const double if_others_violate = rule.hits + others.hits + others.unknown();
    const double if_rule_violates = rule.hits + rule.unknown() + others.hits;
    if (if_others_violate == 0 || if_rule_violates == 0) {
        return std::nullopt;
    }
    const double low = rule.hits / if_others_violate;
    const double high = (rule.hits + rule.unknown()) / if_rule_violates;
    return rate_bounds(low, high, share_error(low, if_others_violate),
                       share_error(high, if_rule_violates), confidence);
}

}  // namespace greenlane::evaluation
