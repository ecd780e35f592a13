#include "greenlane/experiment/law_fit.h"

#include "experiment/law_likelihood.h"

#include <algorithm>
#include <cmath>

namespace greenlane::experiment {

namespace {

/// Value, gradient and second derivatives by central differences: of a function of the size of the
/// number of stays the steps leave relative errors of 10^-8 (gradient: 10^-11 of that number).
struct Surface {
    double value;
    std::array<double, 2> gradient;
    double aa;
    double ab;
    double bb;
};

Surface surface(const LawLikelihood& likelihood, LawPoint at, bool has_second) {
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
LawPoint step_from(const Surface& at) {
    const double determinant = at.aa * at.bb - at.ab * at.ab;
    LawPoint step{};
    if (at.aa < 0 && determinant > 0) {
        step = {-(at.bb * at.gradient[0] - at.ab * at.gradient[1]) / determinant,
                -(at.aa * at.gradient[1] - at.ab * at.gradient[0]) / determinant};
    } else {
        step = {at.gradient[0] / (std::abs(at.aa) + 1), at.gradient[1] / (std::abs(at.bb) + 1)};
    }
    const double longest = std::max({std::abs(step.log_mean), std::abs(step.log_second), 1.0});
    return {step.log_mean / longest, step.log_second / longest};
}

bool within_limits(LawFamily family, LawPoint at) {
    // The coefficients of variation and shapes that a law may have.
    const double low = family == LawFamily::lognormal ? 1e-5 : random::Law::smallest_shape;
    const double high = family == LawFamily::lognormal ? 1e2 : random::Law::largest_shape;
    return at.log_second > std::log(low) && at.log_second < std::log(high);
}

/// The maximum, or nullopt where the way leads out of the limits or does not end.
std::optional<LawPoint> maximum(const LawLikelihood& likelihood, LawFamily family) {
    constexpr int most_steps = 100;
    // Newton's next step would be of the order of its square.
    constexpr double last_step = 1e-6;
    const bool has_second = family != LawFamily::exponential;
    LawPoint at = likelihood.start();
    for (int i = 0; i < most_steps && within_limits(family, at); ++i) {
        const Surface here = surface(likelihood, at, has_second);
        LawPoint step = step_from(here);
        const auto stepped = [&] {
            return LawPoint{at.log_mean + step.log_mean, at.log_second + step.log_second};
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
    return probability(family, {std::log(mean), std::log(second)}, length, Side::below);
}

std::optional<LawFit> fit_law(LawFamily family, std::span<const Stay> stays) {
    const LawLikelihood likelihood(family, stays);
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
