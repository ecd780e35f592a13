#pragma once

#include "greenlane/kpi/kpi_table.h"

#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// What is known of the systems between which a best one is sought.
struct Standing {
    std::span<const double> means;
    std::span<const double> sds;  ///< of single replications, >= 0
    kpi::Better better;           ///< not neither
};

/// Optimal computing budget allocation (Chen, Lin, Yücesan and Chick 2000, Discrete Event Dynamic
/// Systems 10, 251-270): the shares of all replications that make the selection of the best most
/// probable. With b the best mean (the first of equal ones) and d_i the distance to it, N_i goes
/// with (s_i / d_i)^2 and N_b = s_b sqrt(sum N_i^2 / s_i^2). Systems with the best mean's value
/// share the limit d -> 0 with b and leave nothing to others. Equal shares where nothing varies.
/// At least two systems.
std::vector<double> ocba_shares(const Standing& standing);

/// Further replications by system, `budget` in all, that bring the systems' replications as near to
/// their shares of the new total as those already `done` allow. Rounded by largest remainders, the
/// first of equal ones. Shares sum to 1.
std::vector<std::uint64_t> allocation(std::span<const double> shares,
                                      std::span<const std::uint64_t> done, std::uint64_t budget);
/// allocation() of ocba_shares().
std::vector<std::uint64_t> ocba_allocation(const Standing& standing,
                                           std::span<const std::uint64_t> done,
                                           std::uint64_t budget);

}  // namespace greenlane::experiment
