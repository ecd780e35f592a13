#pragma once

#include "greenlane/experiment/law_fit.h"

#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// Coordinates of the likelihood of a law of times.
struct LawPoint {
    double log_mean;
    double log_second;
};

enum class Side : std::uint8_t { below, beyond };

/// Probability of a stay up to `length`, or beyond it.
double probability(LawFamily family, LawPoint at, double length, Side side);

/// Log-likelihood of stays under one family. Completed stays enter by their number, their mean and
/// the first two moments of their logarithms; only the Weibull law needs each of them.
class LawLikelihood {
public:
    LawLikelihood(LawFamily family, std::span<const Stay> stays);

    bool varies() const { return log_squares_ > 0; }
    /// Moments, as if the censored stays had not been seen but for the time they took.
    LawPoint start() const;
    double operator()(LawPoint at) const;

private:
    double density(LawPoint at) const;

    LawFamily family_;
    std::vector<double> logs_;      ///< of the completed stays
    std::vector<double> censored_;  ///< how long they were seen
    double completed_ = 0;
    double mean_ = 0;
    double log_mean_ = 0;
    double log_squares_ = 0;  ///< of the logarithms, around their mean
};

}  // namespace greenlane::experiment
