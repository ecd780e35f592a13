#pragma once

#include <memory>
#include <span>
#include <vector>

namespace greenlane::random {

/// A probability law on [0, infinity), compiled to its inverse distribution function: one uniform
/// in (0, 1) in, one variate out, non-decreasing in the uniform to within relative_error() (a
/// mixture: within each part). Immutable and cheap to copy. Unit-free: a caller who gives the mean
/// in milliseconds draws milliseconds.
/// quantile() and quantiles() give the same bits for the same uniform, whatever the block.
///
/// Factories expect valid, finite parameters (means > 0, sd > 0, shapes within the limits below,
/// 0 <= low <= mode <= high, low < high, values >= 0, weights and shares >= 0 with a positive sum,
/// a geometric mean >= 1) and throw ContractViolation otherwise; what a user wrote is checked where
/// it is read.
class Law {
public:
    static constexpr double smallest_shape = 0.02;
    static constexpr double largest_shape = 1e6;

    static Law deterministic(double value);
    static Law exponential(double mean);
    /// Mean and standard deviation of the variate itself, not of its logarithm.
    static Law lognormal(double mean, double sd);
    static Law gamma(double mean, double shape);
    static Law weibull(double mean, double shape);
    static Law uniform(double low, double high);
    static Law triangular(double low, double mode, double high);
    /// The given values with the given weights (empty: equal), each drawn as it stands.
    static Law empirical(std::vector<double> values, std::vector<double> weights);
    /// On 1, 2, ...: P(k) = (1 - 1/mean)^(k-1) / mean.
    static Law geometric(double mean);
    struct Part;
    /// Draws from a part with the probability of its share (shares need not add up to 1).
    static Law mixture(std::vector<Part> parts);

    double quantile(double u) const;
    /// Spans of one length; `out` may be `u`.
    void quantiles(std::span<const double> u, std::span<double> out) const;
    double mean() const;
    double variance() const;
    /// A bound on |quantile - exact| / exact over u in [2^-54, 1 - 2^-53], checked by the tests
    /// against Boost.Math; 0 where the law is discrete (u closer than that to a step may fall on
    /// either side of it). A mixture's is the largest of its parts'. Quantiles that exact
    /// arithmetic puts below some 10^-300 of the mean (small shapes) are as small, no more.
    double relative_error() const;

    class Kind;

private:
    explicit Law(std::shared_ptr<const Kind> kind);
    std::shared_ptr<const Kind> kind_;
};

struct Law::Part {
    double share;
    Law law;
};

}  // namespace greenlane::random
