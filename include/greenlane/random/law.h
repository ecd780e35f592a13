#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace greenlane::random {

/// A probability law on [0, infinity), compiled to its inverse distribution function: one uniform
/// in, one variate out, non-decreasing in the uniform (a mixture: within each part). Immutable and
/// cheap to copy. Unit-free: a caller who gives the mean in milliseconds draws milliseconds.
/// quantile() and quantiles() give the same bits for the same uniform, whatever the block.
///
/// Factories expect valid parameters (means > 0, sd > 0, shapes > 0, low <= mode <= high,
/// low < high, weights >= 0 with a positive sum) and throw ContractViolation otherwise; what a user
/// wrote is checked where it is read.
class Law {
public:
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
    static Law mixture(std::vector<Part> parts);

    double quantile(double u) const;
    /// Spans of one length; `out` may be `u`.
    void quantiles(std::span<const double> u, std::span<double> out) const;
    double mean() const;
    double variance() const;
    /// The bound on |quantile - exact| / exact over u in [2^-54, 1 - 2^-54], as measured by the
    /// tests against Boost.Math.
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
