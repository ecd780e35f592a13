#include "greenlane/core/contract.h"
#include "greenlane/random/arithmetic.h"

#include "random/kernels.h"
#include "random/law_kind.h"
#include "random/rounded.h"

#include <algorithm>
#include <cmath>

#include <boost/math/special_functions/gamma.hpp>

namespace greenlane::random {

namespace {

/// u in [2^-54, 1 - 2^-53] has normal quantiles and -log(1 - u) within these.
constexpr double largest_normal_quantile = 8.4;
constexpr double largest_logarithm = 37.5;

struct Constant {
    double value;
    double operator()(double) const { return value; }
};

struct Exponential {
    double mean;
    double operator()(double u) const { return -mean * kernel::log_complement(u); }
};

struct Weibull {
    double scale;
    double inverse_shape;
    double operator()(double u) const {
        return scale * kernel::exp(inverse_shape * kernel::log(-kernel::log_complement(u)));
    }
};

struct Uniform {
    double low;
    double width;
    double operator()(double u) const { return low + width * u; }
};

struct Triangular {
    double low;
    double mode;
    double high;
    double turn;           // the uniform of the mode
    double inverse_right;  // 1 / (1 - turn)
    double rising;         // (high - low) (mode - low)

    /// high - sqrt(...) would cancel near the mode: 1 - sqrt(w) = (1 - w) / (1 + sqrt(w)).
    double operator()(double u) const {
        const double left = kernel::smaller(low + std::sqrt(rising * u), mode);
        const double share = (u - turn) * inverse_right;
        const double right =
            mode + (high - mode) * share / (1.0 + std::sqrt((1.0 - u) * inverse_right));
        return u < turn ? left : right;
    }
};

/// Trials to the first success: the smallest whole k with 1 - (1 - p)^k >= u.
struct Geometric {
    double inverse_log_failure;  // 1 / log(1 - p)
    double operator()(double u) const {
        return kernel::larger(std::ceil(kernel::log_complement(u) * inverse_log_failure), 1.0);
    }
};

template <class Formula>
std::shared_ptr<const Law::Kind> kind(Formula formula, Law::Kind::Figures figures) {
    return std::make_shared<FormulaKind<Formula>>(formula, figures);
}

/// Two passes, chunk by chunk: the normal quantile packs its tails.
class LognormalKind final : public Law::Kind {
public:
    LognormalKind(double median, double sigma, Figures figures)
        : Kind(figures), median_(median), sigma_(sigma) {}

    double quantile(double u) const override {
        return median_ * kernel::exp(sigma_ * kernel::normal_quantile(u));
    }

    void quantiles(std::span<const double> u, std::span<double> out) const override {
        const double median = median_;
        const double sigma = sigma_;
        for (std::size_t begin = 0; begin < u.size(); begin += chunk_size) {
            const std::size_t size = std::min(chunk_size, u.size() - begin);
            double* const to = out.data() + begin;
            normal_quantile(u.subspan(begin, size), out.subspan(begin, size));
            for (std::size_t i = 0; i < size; ++i) {
                to[i] = median * kernel::exp(sigma * to[i]);
            }
        }
    }

private:
    static constexpr std::size_t chunk_size = 1024;
    double median_;
    double sigma_;
};

/// log(1 + x) for x >= 0, without the mathematical library.
double log_one_plus(double x) {
    const double sum = 1.0 + x;
    return kernel::log(sum) + (x - (sum - 1.0)) / sum;
}

bool is_shape(double shape) {
    return shape >= Law::smallest_shape && shape <= Law::largest_shape;
}

bool is_positive(double value) {
    return value > 0.0 && std::isfinite(value);
}

}  // namespace

Law Law::deterministic(double value) {
    GREENLANE_EXPECT(value >= 0.0 && std::isfinite(value));
    return Law(kind(Constant{value}, {.mean = value, .variance = 0.0, .relative_error = 0.0}));
}

Law Law::exponential(double mean) {
    GREENLANE_EXPECT(is_positive(mean));
    return Law(kind(Exponential{mean},
                    {.mean = mean, .variance = mean * mean, .relative_error = 3 * last_bit}));
}

Law Law::lognormal(double mean, double sd) {
    GREENLANE_EXPECT(is_positive(mean) && is_positive(sd));
    const double squared_variation = (sd / mean) * (sd / mean);
    GREENLANE_EXPECT(is_positive(squared_variation));
    const double median = mean / std::sqrt(1.0 + squared_variation);
    const double sigma = std::sqrt(log_one_plus(squared_variation));
    return Law(std::make_shared<LognormalKind>(
        median, sigma,
        Kind::Figures{.mean = mean,
                      .variance = sd * sd,
                      .relative_error = (4 + 5 * largest_normal_quantile * sigma) * last_bit}));
}

Law Law::weibull(double mean, double shape) {
    GREENLANE_EXPECT(is_positive(mean) && is_shape(shape));
    if (shape == 1.0) {
        return exponential(mean);
    }
    using boost::math::tgamma1pm1;
    const double first = tgamma1pm1(1.0 / shape);
    const double second = tgamma1pm1(2.0 / shape);
    const double mean_at_scale_1 = to_44_bits(1.0 + first);
    const double squared_variation =
        to_44_bits((second - first * (2.0 + first)) / ((1.0 + first) * (1.0 + first)));
    return Law(kind(Weibull{mean / mean_at_scale_1, 1.0 / shape},
                    {.mean = mean,
                     .variance = mean * mean * squared_variation,
                     .relative_error = (132 + 3 * largest_logarithm / shape) * last_bit}));
}

Law Law::uniform(double low, double high) {
    GREENLANE_EXPECT(low >= 0.0 && low < high && std::isfinite(high));
    const double width = high - low;
    return Law(kind(Uniform{low, width}, {.mean = 0.5 * (low + high),
                                          .variance = width * width / 12.0,
                                          .relative_error = 2 * last_bit}));
}

Law Law::triangular(double low, double mode, double high) {
    GREENLANE_EXPECT(low >= 0.0 && low <= mode && mode <= high && low < high &&
                     std::isfinite(high));
    const double width = high - low;
    const double turn = (mode - low) / width;
    const double rise = mode - low;
    const double fall = high - mode;
    return Law(kind(Triangular{low, mode, high, turn, 1.0 / (1.0 - turn), width * rise},
                    {.mean = (low + mode + high) / 3.0,
                     .variance = (rise * rise + rise * fall + fall * fall) / 18.0,
                     .relative_error = 4 * last_bit}));
}

Law Law::geometric(double mean) {
    GREENLANE_EXPECT(mean >= 1.0 && std::isfinite(mean));
    const double inverse_log_failure = mean == 1.0 ? 0.0 : 1.0 / kernel::log_complement(1.0 / mean);
    return Law(kind(Geometric{inverse_log_failure},
                    {.mean = mean, .variance = mean * (mean - 1.0), .relative_error = 0.0}));
}

}  // namespace greenlane::random
