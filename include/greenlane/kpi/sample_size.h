#pragma once

#include "greenlane/kpi/interval.h"

#include <cstdint>
#include <optional>

namespace greenlane::kpi {

/// How many replications it takes, those at hand included, until the half-width of Student's t
/// interval is at most `share` of the mean: the least R at or above their number with
/// t(R - 1) s / sqrt R <= share |mean|, where the mean and s, the standard deviation, stay what
/// they are (Law 2015, Simulation Modeling and Analysis, section 9.4.1). A prognosis: what is then
/// reported is estimate(), and whether it is narrow enough shows in the end. share > 0; nullopt for
/// fewer than two values, and where 2^53 are not enough, as where values vary about 0.
std::optional<std::uint64_t> replications_needed(Replicated values, double share,
                                                 double confidence = 0.95);

/// A trial of something new beside what is done today: two groups of equal size.
struct TrialPlan {
    std::uint64_t per_group;  ///< inspections, declarations or whatever is counted
    std::uint64_t weeks;      ///< rounded up
    /// For a difference new - today that is expected to be positive; otherwise signs are turned.
    double go;     ///< observed at or above it: its interval lies above 0, something is gained
    double no_go;  ///< at or below it: its interval lies below what was expected
};
/// Until a difference of the expected size is confirmed: a test at 1 - confidence, two-sided, that
/// finds it with probability `power`.
struct Assurance {
    double confidence = 0.95;
    double power = 0.80;
};
/// Of shares, both in (0, 1) and different: n = (z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2))^2 /
/// (p2 - p1)^2 with p the mean of both (Fleiss, Levin and Paik 2003, Statistical Methods for Rates
/// and Proportions, formula 4.14). `per_week` in each group.
TrialPlan plan_trial_of_shares(double today, double expected, double per_week,
                               Assurance assurance = {});
/// Of means that differ by `expected`, with the standard deviations of single values: n = (z_a +
/// z_b)^2 (sd1^2 + sd2^2) / expected^2 (Fleiss 1986, The Design and Analysis of Clinical
/// Experiments, section 7.1.1).
TrialPlan plan_trial_of_means(double expected, double sd_today, double sd_new, double per_week,
                              Assurance assurance = {});

/// How long one run has to be for the mean number in an M/M/1 system at load `rho` to have an
/// interval of -+ `share` of itself: (z / share)^2 2 (1 + rho) / (rho (1 - rho)^2) mean service
/// times (Whitt 1989, Management Science 35, 1341-1366). A yardstick for busy stations.
double mm1_run_length(double rho, double share, double confidence = 0.95);

/// The counts, both included, in which that of `trials` independent events of probability `share`
/// lies with at least `confidence`, at most (1 - confidence) / 2 beyond each side: what a coverage
/// experiment may show. 0 < share < 1.
struct Counts {
    std::uint64_t low;
    std::uint64_t high;
    friend bool operator==(const Counts&, const Counts&) = default;
};
Counts expected_counts(std::uint64_t trials, double share, double confidence);

}  // namespace greenlane::kpi
