#pragma once

#include "greenlane/kpi/interval.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// Of differences, replication by replication.
struct PairedMean {
    std::size_t n = 0;  ///< replications in which both are defined
    double mean = 0;
    double variance = 0;  ///< of single differences; 0 for fewer than two
};

/// Of a setting's values less a number; nullopt where none is defined.
std::optional<PairedMean> paired_mean(kpi::Replicated values, double less);
/// first - second, over the replications that both have; nullopt where there is none.
std::optional<PairedMean> paired_mean(kpi::Replicated first, kpi::Replicated second);

/// The means of one figure of settings that met the same draws, though not all of them equally
/// many: replications are counted from the same first one. What befell a setting in few
/// replications, and would have befallen others too, is no merit of it. A setting's mean is
///
///     mean of (setting - other) over the replications of the setting + the other's mean,
///
/// the other being, of those with more replications and a value wherever the setting has one, that
/// in whose company it varies least: a control variate (Lavenberg and Welch 1981, Management
/// Science 27, 322-335) with a coefficient of
/// 1. That is the right one where the draws move both alike, as neighbouring settings of one post;
/// it is wrong where one of them feels them more (a station near its limit) or is moved by others.
/// So it is used only where the difference varies less than half as much as the setting itself;
/// where likeness is real, the mean then varies less than the setting's own does. Settings that
/// differ by the same in every replication keep that distance, however many each has.
///
/// A setting's own interval, moved to this mean, covers 95 % at least where the draws are common
/// (correlation 0.6 and more). With few in common some look alike by chance, the more so the more
/// others there are. With 50 others and no draws in common it covers 91 % at 4 replications, 93 %
/// at 10, 95 % at 20; at 10, 91 % with 200 others and 89 % with 800. The mean then varies 1.2
/// to 1.9 times as much as the setting's own (correlation 0 to 0.3, 4 and 10 replications, 50 to
/// 800 others).
///
/// nullopt where no value is defined.
std::vector<std::optional<double>> means_on_common_draws(std::span<const kpi::Replicated> settings);

}  // namespace greenlane::experiment
