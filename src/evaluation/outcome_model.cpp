#include "greenlane/evaluation/outcome_model.h"

#include "greenlane/core/contract.h"

#include <algorithm>

namespace greenlane::evaluation {

using shipment::Outcome;

namespace {

struct Counts {
    std::uint32_t hits = 0;
    std::uint32_t inspected = 0;

    void add(Outcome outcome) {
        inspected += outcome != Outcome::unknown ? 1 : 0;
        hits += outcome == Outcome::violation ? 1 : 0;
    }
};

/// Known outcomes of the groups of one level, in all and per fold.
class GroupCounts {
public:
    GroupCounts(std::span<const Outcome> outcome, std::span<const std::uint32_t> group,
                std::span<const std::uint32_t> fold, std::uint32_t folds)
        : stride_(folds + 1) {
        const std::size_t groups =
            group.empty() ? 0 : std::size_t{*std::max_element(group.begin(), group.end())} + 1;
        counts_.resize(groups * stride_);
        for (std::size_t row = 0; row < outcome.size(); ++row) {
            if (outcome[row] != Outcome::unknown) {
                counts_[group[row] * stride_].add(outcome[row]);
                counts_[group[row] * stride_ + 1 + fold[row]].add(outcome[row]);
            }
        }
    }

    /// Rate of the group outside the fold, shrunk towards `coarser`.
    double rate(std::uint32_t group, std::uint32_t fold, double coarser, double strength) const {
        const Counts& all = counts_[group * stride_];
        const Counts& own = counts_[group * stride_ + 1 + fold];
        return (all.hits - own.hits + strength * coarser) /
               (all.inspected - own.inspected + strength);
    }

private:
    std::size_t stride_;
    std::vector<Counts> counts_;
};

/// Fibonacci hashing (Knuth 1998, section 6.4): codes are numbered as they come, and neighbours
/// should not share a fold.
std::uint32_t fold_of(std::uint32_t importer, std::uint32_t folds) {
    const std::uint64_t hash = importer * 0x9E37'79B9'7F4A'7C15u >> 32;
    return static_cast<std::uint32_t>(hash * folds >> 32);
}

}  // namespace

std::vector<double> cross_fitted_rates(std::span<const Outcome> outcome,
                                       std::span<const std::uint32_t> importer,
                                       std::span<const std::span<const std::uint32_t>> groups,
                                       std::uint32_t folds, double strength) {
    GREENLANE_EXPECT(importer.size() == outcome.size());
    GREENLANE_EXPECT(folds >= 2 && strength > 0);
    const std::size_t rows = outcome.size();
    std::vector<std::uint32_t> fold(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        fold[row] = fold_of(importer[row], folds);
    }
    const std::vector<std::uint32_t> everything(rows, 0);
    std::vector<double> rates(rows, 0.5);
    const auto refine = [&](std::span<const std::uint32_t> group, double towards_coarser) {
        GREENLANE_EXPECT(group.size() == rows);
        const GroupCounts counts(outcome, group, fold, folds);
        for (std::size_t row = 0; row < rows; ++row) {
            rates[row] = counts.rate(group[row], fold[row], rates[row], towards_coarser);
        }
    };
    refine(everything, 1);
    for (const auto group : groups) {
        refine(group, strength);
    }
    return rates;
}

}  // namespace greenlane::evaluation
