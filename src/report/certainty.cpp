#include "greenlane/report/certainty.h"

#include <cmath>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

constexpr double nearly = 0.999;

}  // namespace

std::string probability_text(const std::optional<double>& probability) {
    if (!probability) {
        return "n/a";
    }
    if (*probability > nearly) {
        return "> 99.9 %";
    }
    // 1000 * 0.962 need not be 962 or more; the nearest number of thousandths is exact.
    double thousandths = std::round(1000 * *probability);
    thousandths -= thousandths / 1000 > *probability ? 1 : 0;
    return thousandths < 1 ? "< 0.1 %" : fmt::format("{:.1f} %", thousandths / 10);
}

std::string certainty_text(const experiment::Tuning& tuning) {
    constexpr double even = 0.5;
    return tuning.correct < even
               ? "Another setting may be as good: the replications do not tell them apart."
               : fmt::format(
                     "No other setting tried is feasible and at least as good in every objective, "
                     "with a probability of {}.",
                     tuning.correct > nearly ? "more than 99.9 %"
                                             : "at least " + probability_text(tuning.correct));
}

}  // namespace greenlane::report
