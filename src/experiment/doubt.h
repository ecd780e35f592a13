#pragma once

#include "experiment/tried_settings.h"

#include <cstddef>
#include <vector>

namespace greenlane::experiment {

/// Feasible settings (by their means) that no other feasible one dominates; of equal ones the
/// first. `feasible` by setting.
std::vector<std::size_t> front_of(const TriedSettings& tried, const std::vector<bool>& feasible);

/// How many replications each setting deserves, in proportion: (s / d)^2, where d is the distance
/// that decides whether it is on the front and s the standard deviation of single replications
/// about it. What is not feasible, or dominated, stands by its clearest reason: the constraint or
/// the dominating setting, in the least clear of its objectives. A setting of the front stands by
/// the least clear of its constraints and of its differences from others of the front. Distances
/// between two settings are paired, on common draws, and both need the replications.
///
/// It is the asymptotic rule of OCBA (Chen, Lin, Yucesan and Chick 2000) with paired variances (Fu,
/// Hu, Chen and Xiong 2007, INFORMS Journal on Computing 19, 101-111), for constraints (Lee,
/// Pujowidianto, Li, Chen and Yap 2012, IEEE Transactions on Automatic Control 57, 2940-2945) and
/// several objectives (Lee, Chew, Teng and Goldsman 2010, IIE Transactions 42, 656-674). Distances
/// below a tenth of s count as that: what takes more than some hundred replications to be told
/// apart is left as it is, and what has no value, or but one, counts as such. All 0 where nothing
/// is in doubt.
std::vector<double> doubts(const TriedSettings& tried);

}  // namespace greenlane::experiment
