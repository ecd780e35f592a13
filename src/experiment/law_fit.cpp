#include "greenlane/experiment/law_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/special_functions/gamma.hpp>

namespace greenlane::experiment {

namespace {

constexpr double half_log_two_pi = 0.918938533204672742;
constexpr double sqrt_half = 0.707106781186547524;

/// Coordinates of the likelihood.
struct Point {
    double log_mean;
    double log_second;
};

/// What stands in the densities, from mean and second parameter.
struct Standard {
    double log_scale;  ///< of the lognormal law: the mean of the logarithm
    double shape;      ///< of the lognormal law: the standard deviation of the logarithm
};

Standard standard(LawFamily family, Point at) {
    const double second = std::exp(at.log_second);
    switch (family) {
        case LawFamily::exponential:
            break;
        case LawFamily::gamma:
            return {at.log_mean - at.log_second, second};
        case LawFamily::weibull:
            return {at.log_mean - std::lgamma(1 + 1 / second), second};
        case LawFamily::lognormal: {
            const double variance = std::log1p(second * second);
            return {at.log_mean - variance / 2, std::sqrt(variance)};
        }
    }
    return {at.log_mean, 1};
}

enum class Side : std::uint8_t { below, beyond };

/// Probability of a stay up to `length`, or beyond it.
double probability(LawFamily family, Standard law, double length, Side side) {
    const double distance = std::log(length) - law.log_scale;
    const bool is_below = side == Side::below;
    switch (family) {
        case LawFamily::gamma:
            return is_below ? boost::math::gamma_p(law.shape, std::exp(distance))
                            : boost::math::gamma_q(law.shape, std::exp(distance));
        case LawFamily::lognormal: {
            const double z = distance / law.shape * sqrt_half;
            return std::erfc(is_below ? -z : z) / 2;
        }
        case LawFamily::exponential:
        case LawFamily::weibull:
            break;
    }
    const double hazard = std::exp(law.shape * distance);
    return is_below ? -std::expm1(-hazard) : std::exp(-hazard);
}

/// Log-likelihood of stays under one family. Completed stays enter by their number, their mean and
/// the first two moments of their logarithms; only the Weibull law needs each of them.
class Likelihood {
public:
    Likelihood(LawFamily family, std::span<const Stay> stays) : family_(family) {
        double sum = 0;
        double log_sum = 0;
        for (const Stay& stay : stays) {
            if (stay.completed) {
                logs_.push_back(std::log(stay.length));
                sum += stay.length;
                log_sum += logs_.back();
            } else {
                censored_.push_back(stay.length);
            }
        }
        completed_ = static_cast<double>(logs_.size());
        mean_ = sum / completed_;
        log_mean_ = log_sum / completed_;
        for (const double log : logs_) {
            log_squares_ += (log - log_mean_) * (log - log_mean_);
        }
    }

    bool varies() const { return log_squares_ > 0; }

    /// Moments, as if the censored stays had not been seen but for the time they took.
    Point start() const {
        double total = mean_ * completed_;
        for (const double length : censored_) {
            total += length;
        }
        const double spread = std::sqrt(log_squares_ / completed_);
        const double log_mean = std::log(total / completed_);
        switch (family_) {
            case LawFamily::gamma:
                return {log_mean, std::log(std::clamp(1 / (spread * spread), 0.05, 1e5))};
            case LawFamily::weibull:
                return {log_mean, std::log(std::clamp(1.28 / spread, 0.05, 1e5))};
            case LawFamily::lognormal:
                return {log_mean_ + spread * spread / 2,
                        std::log(std::expm1(std::min(spread * spread, 10.0))) / 2};
            case LawFamily::exponential:
                break;
        }
        return {log_mean, 0};
    }

    double operator()(Point at) const {
        const Standard law = standard(family_, at);
        double sum = density(law);
        for (const double length : censored_) {
            sum += std::log(std::max(probability(family_, law, length, Side::beyond),
                                     std::numeric_limits<double>::min()));
        }
        return sum;
    }

private:
    double density(Standard law) const {
        const double k = law.shape;
        switch (family_) {
            case LawFamily::exponential:
                return completed_ * (-law.log_scale - mean_ * std::exp(-law.log_scale));
            case LawFamily::gamma:
                return completed_ * (k * (log_mean_ - law.log_scale) - log_mean_ - std::lgamma(k) -
                                     mean_ * std::exp(-law.log_scale));
            case LawFamily::lognormal: {
                const double off = log_mean_ - law.log_scale;
                return -completed_ * (log_mean_ + std::log(k) + half_log_two_pi) -
                       (log_squares_ + completed_ * off * off) / (2 * k * k);
            }
            case LawFamily::weibull:
                break;
        }
        double hazards = 0;
        for (const double log : logs_) {
            hazards += std::exp(k * (log - law.log_scale));
        }
        return completed_ * (std::log(k) + k * (log_mean_ - law.log_scale) - log_mean_) - hazards;
    }

    LawFamily family_;
    std::vector<double> logs_;      ///< of the completed stays
    std::vector<double> censored_;  ///< how long they were seen
    double completed_ = 0;
    double mean_ = 0;
    double log_mean_ = 0;
    double log_squares_ = 0;  ///< of the logarithms, around their mean
};

/// Value, gradient and second derivatives by central differences: of a function of the size of the
/// number of stays the steps leave relative errors of 10^-8 (gradient: 10^-11 of that number).
struct Surface {
    double value;
    std::array<double, 2> gradient;
    double aa;
    double ab;
    double bb;
};

Surface surface(const Likelihood& likelihood, Point at, bool has_second) {
    constexpr double step = 1e-4;
    const auto value = [&](double a, double b) {
        return likelihood({at.log_mean + a * step, at.log_second + b * step});
    };
    Surface out{likelihood(at), {}, 0, 0, -1};
    const double ahead = value(1, 0);
    const double behind = value(-1, 0);
    out.gradient[0] = (ahead - behind) / (2 * step);
    out.aa = (ahead - 2 * out.value + behind) / (step * step);
    if (has_second) {
        const double up = value(0, 1);
        const double down = value(0, -1);
        out.gradient[1] = (up - down) / (2 * step);
        out.bb = (up - 2 * out.value + down) / (step * step);
        out.ab = (value(1, 1) - value(1, -1) - value(-1, 1) + value(-1, -1)) / (4 * step * step);
    }
    return out;
}

/// Newton's step, or one along the gradient where the surface is not that of a maximum; never more
/// than 1 in the logarithm of a parameter.
Point step_from(const Surface& at) {
    const double determinant = at.aa * at.bb - at.ab * at.ab;
    Point step{};
    if (at.aa < 0 && determinant > 0) {
        step = {-(at.bb * at.gradient[0] - at.ab * at.gradient[1]) / determinant,
                -(at.aa * at.gradient[1] - at.ab * at.gradient[0]) / determinant};
    } else {
        step = {at.gradient[0] / (std::abs(at.aa) + 1), at.gradient[1] / (std::abs(at.bb) + 1)};
    }
    const double longest = std::max({std::abs(step.log_mean), std::abs(step.log_second), 1.0});
    return {step.log_mean / longest, step.log_second / longest};
}

bool within_limits(LawFamily family, Point at) {
    // The coefficients of variation and shapes that a law may have.
    const double low = family == LawFamily::lognormal ? 1e-5 : random::Law::smallest_shape;
    const double high = family == LawFamily::lognormal ? 1e2 : random::Law::largest_shape;
    return at.log_second > std::log(low) && at.log_second < std::log(high);
}

/// The maximum, or nullopt where the way leads out of the limits or does not end.
std::optional<Point> maximum(const Likelihood& likelihood, LawFamily family) {
    constexpr int most_steps = 100;
    // Newton's next step would be of the order of its square.
    constexpr double last_step = 1e-6;
    const bool has_second = family != LawFamily::exponential;
    Point at = likelihood.start();
    for (int i = 0; i < most_steps && within_limits(family, at); ++i) {
        const Surface here = surface(likelihood, at, has_second);
        Point step = step_from(here);
        const auto stepped = [&] {
            return Point{at.log_mean + step.log_mean, at.log_second + step.log_second};
        };
        if (std::abs(step.log_mean) < last_step && std::abs(step.log_second) < last_step) {
            return stepped();
        }
        for (int halved = 0; halved < 30 && !(likelihood(stepped()) >= here.value); ++halved) {
            step = {step.log_mean / 2, step.log_second / 2};
        }
        at = stepped();
    }
    return std::nullopt;
}

}  // namespace

std::string_view name(LawFamily family) {
    constexpr std::array<std::string_view, law_families.size()> names{"exponential", "gamma",
                                                                      "weibull", "lognormal"};
    return names[static_cast<std::size_t>(family)];
}

std::string_view second_parameter(LawFamily family) {
    constexpr std::array<std::string_view, law_families.size()> names{"", "shape", "shape", "cv"};
    return names[static_cast<std::size_t>(family)];
}

random::Law LawFit::law() const {
    switch (family) {
        case LawFamily::exponential:
            break;
        case LawFamily::gamma:
            return random::Law::gamma(mean, second);
        case LawFamily::weibull:
            return random::Law::weibull(mean, second);
        case LawFamily::lognormal:
            return random::Law::lognormal(mean, second * mean);
    }
    return random::Law::exponential(mean);
}

double LawFit::distribution(double length) const {
    return probability(family, standard(family, {std::log(mean), std::log(second)}), length,
                       Side::below);
}

std::optional<LawFit> fit_law(LawFamily family, std::span<const Stay> stays) {
    const Likelihood likelihood(family, stays);
    const auto at = likelihood.varies() ? maximum(likelihood, family) : std::nullopt;
    if (!at) {
        return std::nullopt;
    }
    const bool has_second = family != LawFamily::exponential;
    const Surface top = surface(likelihood, *at, has_second);
    const double determinant = top.aa * top.bb - top.ab * top.ab;
    if (!(top.aa < 0 && determinant > 0)) {
        return std::nullopt;
    }
    LawFit fit;
    fit.family = family;
    fit.mean = std::exp(at->log_mean);
    fit.log_likelihood = top.value;
    fit.mean_sd_log = std::sqrt(-top.bb / determinant);
    if (has_second) {
        fit.second = std::exp(at->log_second);
        fit.second_sd_log = std::sqrt(-top.aa / determinant);
        fit.correlation = top.ab / std::sqrt(top.aa * top.bb);
    }
    return fit;
}

std::vector<LawFit> fit_laws(std::span<const Stay> stays) {
    std::vector<LawFit> fits;
    for (const LawFamily family : law_families) {
        if (auto fit = fit_law(family, stays)) {
            fits.push_back(*fit);
        }
    }
    std::stable_sort(fits.begin(), fits.end(),
                     [](const LawFit& a, const LawFit& b) { return a.aic() < b.aic(); });
    return fits;
}

}  // namespace greenlane::experiment
