#pragma once

#include "greenlane/random/law.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace greenlane::experiment {

/// A stay that was recorded, in milliseconds.
struct Stay {
    double length;  ///< until it ended, or until the records end
    double limit;   ///< the longest that the records could have told: from its begin to their end
    bool completed;
};

/// The laws of times that are fitted: those that have a mean and at most one more parameter.
enum class LawFamily : std::uint8_t { exponential, gamma, weibull, lognormal };
inline constexpr std::array law_families{LawFamily::exponential, LawFamily::gamma,
                                         LawFamily::weibull, LawFamily::lognormal};
/// As `distribution` names it.
std::string_view name(LawFamily family);
/// The second parameter as a law names it: `shape`, of the lognormal law `cv`; empty of the
/// exponential law.
std::string_view second_parameter(LawFamily family);

/// A law fitted by maximum likelihood. Standard errors are those of the logarithms of the
/// parameters, from the observed information: the asymptotic law of (log mean, log second) is
/// normal.
struct LawFit {
    LawFamily family{};
    double mean = 0;    ///< milliseconds
    double second = 1;  ///< shape, or the coefficient of variation
    double log_likelihood = 0;
    double mean_sd_log = 0;
    double second_sd_log = 0;  ///< 0 of the exponential law
    double correlation = 0;    ///< of the two estimates
    std::size_t parameters() const { return family == LawFamily::exponential ? 1 : 2; }
    /// Akaike's criterion; the smaller the better.
    double aic() const { return 2.0 * static_cast<double>(parameters()) - 2.0 * log_likelihood; }
    random::Law law() const;
    /// The probability of a stay up to `length`.
    double distribution(double length) const;
};

/// The fit of one family to stays longer than 0: completed ones enter the likelihood with their
/// density, the others with the probability of a stay longer than theirs. nullopt where fewer than
/// two different completed stays are there, or the likelihood has no inner maximum within the
/// shapes that a Law takes.
std::optional<LawFit> fit_law(LawFamily family, std::span<const Stay> stays);

/// All families that can be fitted, the one of the smallest AIC first.
std::vector<LawFit> fit_laws(std::span<const Stay> stays);

}  // namespace greenlane::experiment
