#pragma once

#include "greenlane/evaluation/curve.h"
#include "greenlane/kpi/interval.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::evaluation {

/// Computes figures of a ranking; an undefined one is left as nullopt.
using Statistics = std::function<void(std::span<const Tie>, std::span<std::optional<double>>)>;

/// The cluster bootstrap: 95 % percentile intervals of `figures` statistics over resamples in which
/// as many importers as there are were drawn with replacement, each with all its rows (Efron and
/// Tibshirani 1993, section 13.3; Cameron, Gelbach and Miller 2008). They hold the doubt that comes
/// from which traders the data happen to hold.
///
/// `importer` is as long as the rows; a row of importer 0 (not given) is a cluster of its own.
/// Draws are keyed by the seed and the number of the resample: equal rows give equal resamples,
/// whatever their scores, so profiles are compared on common resamples.
struct ClusterBootstrap {
    static constexpr std::size_t resamples = 400;
    /// With fewer importers there is no interval.
    static constexpr std::size_t fewest = 8;

    std::size_t clusters = 0;
    /// nullopt where there are too few clusters, or where the figure is undefined in more than half
    /// of the resamples.
    std::vector<std::optional<kpi::Interval>> intervals;
};
ClusterBootstrap cluster_bootstrap(const Ranked& rows, std::span<const std::uint32_t> importer,
                                   std::uint64_t seed, std::size_t figures,
                                   const Statistics& statistics);

}  // namespace greenlane::evaluation
