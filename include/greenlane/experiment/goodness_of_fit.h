#pragma once

#include "greenlane/experiment/law_fit.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace greenlane::experiment {

/// How well a fitted law describes the stays that it was fitted to.
struct GoodnessOfFit {
    /// Anderson and Darling's A^2 of F(length) / F(limit) over the completed stays: given that a
    /// stay was completed before the records end, that is uniform.
    double statistic = 0;
    /// Share of fits at least as bad, were the law true: by parametric bootstrap, each sample
    /// fitted anew (parameters that were fitted make tabulated values too large, Lilliefors 1967).
    double p = 0;
    std::size_t stays = 0;  ///< on which it was tested
    static constexpr std::size_t most_stays = 2000;
    static constexpr std::uint32_t resamples = 199;
    /// Whether no resample fits as badly: p is at most this.
    bool is_least() const { return p * (resamples + 1) < 1.5; }
};

/// Tests a family on the stays; of more than most_stays on as many, evenly spaced, for by larger
/// samples every law is refused. Draws are keyed by (seed, `what`). nullopt where the family cannot
/// be fitted.
std::optional<GoodnessOfFit> test_fit(LawFamily family, std::span<const Stay> stays,
                                      std::uint64_t seed, std::string_view what);

}  // namespace greenlane::experiment
