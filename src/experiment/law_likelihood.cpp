#include "experiment/law_likelihood.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/special_functions/gamma.hpp>

namespace greenlane::experiment {

namespace {

constexpr double half_log_two_pi = 0.918938533204672742;
constexpr double sqrt_half = 0.707106781186547524;

/// What stands in the densities, from mean and second parameter.
struct Standard {
    double log_scale;  ///< of the lognormal law: the mean of the logarithm
    double shape;      ///< of the lognormal law: the standard deviation of the logarithm
};

Standard standard(LawFamily family, LawPoint at) {
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

}  // namespace

double probability(LawFamily family, LawPoint at, double length, Side side) {
    return probability(family, standard(family, at), length, side);
}

LawLikelihood::LawLikelihood(LawFamily family, std::span<const Stay> stays) : family_(family) {
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

LawPoint LawLikelihood::start() const {
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

double LawLikelihood::operator()(LawPoint at) const {
    const Standard law = standard(family_, at);
    double sum = density(at);
    for (const double length : censored_) {
        sum += std::log(std::max(probability(family_, law, length, Side::beyond),
                                 std::numeric_limits<double>::min()));
    }
    return sum;
}

double LawLikelihood::density(LawPoint at) const {
    const Standard law = standard(family_, at);
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

}  // namespace greenlane::experiment
