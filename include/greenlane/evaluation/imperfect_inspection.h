#pragma once

#include "greenlane/kpi/interval.h"
#include "greenlane/kpi/proportion.h"

#include <cstdint>
#include <optional>

namespace greenlane::evaluation {

/// Rows that a rule flags or leaves, and what inspecting some of them ("verification") found.
struct VerificationTable {
    kpi::Proportion flagged;  ///< violations of the inspected rows that the rule flags
    kpi::Proportion left;     ///< violations of the inspected rows that it leaves
    std::uint64_t flagged_rows = 0;
    std::uint64_t left_rows = 0;
};

struct VerifiedRate {
    double rate;
    /// On the logit scale, where the error of the rate is nearest to normal. No error and no
    /// interval where one of the cells that it needs is empty.
    std::optional<double> standard_error;
    std::optional<kpi::Interval> interval;
};

/// A rule's accuracy where inspection depended on its flag and, given the flag, on nothing that
/// tells of violations (Begg and Greenes 1983, Biometrics 39, 207-215). Each undefined where its
/// denominator is empty, or flagged or left rows were never inspected.
struct VerifiedAccuracy {
    std::optional<VerifiedRate> sensitivity;  ///< flagged / all violations
    std::optional<VerifiedRate> specificity;  ///< left / all compliant rows
    std::optional<double> prevalence;
    std::optional<double> hit_rate_flagged;     ///< positive predictive value
    std::optional<double> compliant_rate_left;  ///< negative predictive value
};
VerifiedAccuracy begg_greenes(const VerificationTable& table, double confidence = 0.95);

/// The rate of violations behind the rate that an imperfect inspection reports:
/// (t + specificity - 1) / (sensitivity + specificity - 1) (Rogan and Gladen 1978, Am. J.
/// Epidemiology 107, 71-76).
struct CorrectedRate {
    double unclipped;
    double rate;  ///< within [0, 1]
    /// Outside [0, 1] before clipping: sensitivity and specificity do not fit the findings.
    bool clipped;
    kpi::Interval interval;  ///< Wilson's for t, mapped through and clipped
};
/// nullopt of no trials and where sensitivity + specificity <= 1: such an inspection tells nothing.
std::optional<CorrectedRate> rogan_gladen(kpi::Proportion found, double sensitivity,
                                          double specificity, double confidence = 0.95);

}  // namespace greenlane::evaluation
