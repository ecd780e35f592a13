#pragma once

#include "greenlane/screening/risk_history.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace greenlane::screening {

/// The traders that a network links.
enum class Trader : std::uint8_t { importer, declarant, seller };
inline constexpr std::size_t trader_count = 3;

/// What a trader's neighbourhood in the network of importers, declarants and sellers tells: the hit
/// rate around it, by group of the keys importer, declarant and seller. As of one moment; made anew
/// when asked (weekly), from outcomes known by then only.
struct RelationalRisk {
    std::array<std::vector<float>, trader_count> rate;  ///< empty: no such key
    float base = 0;                                     ///< of traders outside the network

    float of(Trader trader, Group group) const {
        const std::vector<float>& rates = rate[static_cast<std::size_t>(trader)];
        return group < rates.size() ? rates[group] : base;
    }
};

/// A random walk with restart (Page et al. 1999; Tong, Faloutsos and Pan 2006, ICDM) from the
/// traders of known hits, over the walk from the traders of known inspections:
///
///     rate(v) = (sum_u hits(u) K(u, v) + base) / (sum_u inspected(u) K(u, v) + 1),
///
/// where K(u, v) = restart * sum_n (1 - restart)^n P^n(u, v) and P steps to a partner with
/// probability proportional to the declarations in common (groups of importer*declarant and
/// importer*seller). So a rate is a mean of known hit rates, the nearer the heavier. Both sums
/// come from the same power iteration, run until what is left weighs below 10^-4.
/// Keys that the history lacks are left out.
RelationalRisk relational_risk(const RiskHistory& history, double restart = 0.3);

}  // namespace greenlane::screening
