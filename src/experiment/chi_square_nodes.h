#pragma once

#include <vector>

namespace greenlane::experiment {

/// A point of a chi-square variate and the probability that stands at it.
struct ChiSquareNode {
    double x;
    double weight;
};

/// Nodes for integrals over the chi-square law: the trapezoidal rule in log x, which converges
/// exponentially for a smooth integrand (Trefethen and Weideman 2014, SIAM Review 56, 385-458). The
/// weights add up to 1. degrees >= 1.
std::vector<ChiSquareNode> chi_square_nodes(double degrees);

}  // namespace greenlane::experiment
