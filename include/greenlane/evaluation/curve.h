#pragma once

#include "greenlane/core/units.h"
#include "greenlane/kpi/moments.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::evaluation {

/// Rows with known outcome, as columns of one length. Higher scores are selected first.
struct Ranked {
    std::span<const double> score;            ///< never NaN; -infinity where a row has none
    std::span<const std::uint8_t> violation;  ///< 1: a violation, 0: compliant
    std::span<const Money> revenue;           ///< duty evaded; empty: not known
};

/// The rows of one score: no ranking tells them apart.
struct Tie {
    double score = 0;
    std::uint64_t rows = 0;
    std::uint64_t violations = 0;
    kpi::Int128 revenue = 0;
};

/// What selecting a share of the rows by rank finds: a bound in hindsight, for no officer knows the
/// day's last score in the morning. Where the cut falls among rows of one score, hits and revenue
/// are the expected values under a random choice among them.
struct AtRate {
    double rate = 0;
    std::uint64_t selected = 0;  ///< rows_at(rate, rows)
    double hits = 0;
    double revenue = 0;  ///< minor units
    double tied = 0;     ///< share of the selected that chance took from the tie at the cut
    std::optional<double> precision;      ///< hits / selected
    std::optional<double> recall;         ///< hits / violations: the detection rate
    std::optional<double> revenue_share;  ///< revenue / revenue of all rows
    std::optional<double> lift;           ///< precision / share of violations
    /// Against the best ranking of these rows at this rate: hits / min(selected, violations), so
    /// for precision, recall and lift alike.
    std::optional<double> hits_of_best;
    std::optional<double> revenue_of_best;  ///< against the ranking by revenue
};

/// rate x rows, rounded up: the rows that a rate in [0, 1] selects. A product that is a whole
/// number but for the rounding of binary fractions is that number: 7 % of 100 are 7.
std::uint64_t rows_at(double rate, std::uint64_t rows);

/// Rows in the order of falling score, ties together: sorted once, read for any number of rates.
class Ranking {
public:
    explicit Ranking(const Ranked& rows);

    std::span<const Tie> ties() const { return ties_; }
    std::uint64_t rows() const { return rows_; }
    std::uint64_t violations() const { return violations_; }
    AtRate at(double rate) const;
    /// The same for a number of rows, at most rows().
    AtRate first(std::uint64_t selected) const;

private:
    std::vector<Tie> ties_;
    std::vector<Money> best_revenue_;  ///< of the rows with revenue, falling; empty: not known
    std::uint64_t rows_ = 0;
    std::uint64_t violations_ = 0;
    bool revenue_known_ = false;
};

/// Ranking(rows).at(rate), for a single rate.
AtRate at_rate(const Ranked& rows, double rate);

/// What the first `selected` rows of the ties hold, on average over the tie at the cut.
struct Cut {
    double hits = 0;
    double revenue = 0;
    double by_chance = 0;  ///< rows that chance took from the tie at the cut
};
Cut cut(std::span<const Tie> ties, std::uint64_t selected);

/// Area under the ROC curve: the probability that a violation outranks a compliant row, ties
/// counting half (Mann and Whitney 1947; Hanley and McNeil 1982). nullopt where one class is empty.
std::optional<double> roc_area(std::span<const Tie> ties);

/// Sum over the ties, by falling score, of (recall gained) x precision: the area under the
/// precision-recall curve as a step function (scikit-learn's average_precision_score). nullopt
/// without violations.
std::optional<double> average_precision(std::span<const Tie> ties);

/// Gains: what share of the violations the first selected/rows of the ranking hold.
struct Gain {
    double rate = 0;
    double recall = 0;
};
/// At 10 %, 20 %, ... 100 %; empty without violations.
std::vector<Gain> gains(const Ranking& ranking);

}  // namespace greenlane::evaluation
