#include "greenlane/evaluation/calibration.h"

#include <algorithm>

namespace greenlane::evaluation {

bool are_probabilities(std::span<const Tie> ties) {
    // Ties stand by falling score.
    return ties.empty() || (ties.front().score <= 1 && ties.back().score >= 0);
}

std::optional<double> brier(std::span<const Tie> ties) {
    double squares = 0;
    std::uint64_t rows = 0;
    for (const Tie& tie : ties) {
        const auto violations = static_cast<double>(tie.violations);
        const auto others = static_cast<double>(tie.rows - tie.violations);
        squares += violations * (1 - tie.score) * (1 - tie.score) + others * tie.score * tie.score;
        rows += tie.rows;
    }
    return rows > 0 ? std::optional(squares / static_cast<double>(rows)) : std::nullopt;
}

std::vector<ReliabilityBin> reliability(std::span<const Tie> ties, Binning binning,
                                        std::size_t bins) {
    std::uint64_t rows = 0;
    for (const Tie& tie : ties) {
        rows += tie.rows;
    }
    std::vector<ReliabilityBin> table;
    std::uint64_t before = 0;  // rows of lower score
    std::size_t open = bins;   // the bin that the last tie fell into
    for (auto tie = ties.rbegin(); tie != ties.rend(); ++tie) {
        const std::size_t bin =
            binning == Binning::equal_width
                ? std::min(bins - 1,
                           static_cast<std::size_t>(tie->score * static_cast<double>(bins)))
                : static_cast<std::size_t>(before * bins / rows);
        if (bin != open) {
            table.push_back({tie->score, tie->score, 0, {}});
            open = bin;
        }
        ReliabilityBin& in = table.back();
        in.high = tie->score;
        in.mean_score += tie->score * static_cast<double>(tie->rows);
        in.violations.merge({tie->violations, tie->rows});
        before += tie->rows;
    }
    for (ReliabilityBin& bin : table) {
        bin.mean_score /= static_cast<double>(bin.violations.trials);
    }
    return table;
}

}  // namespace greenlane::evaluation
