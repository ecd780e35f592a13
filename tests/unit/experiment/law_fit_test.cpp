#include "greenlane/experiment/law_fit.h"

#include "greenlane/experiment/goodness_of_fit.h"

#include "support/draws.h"

#include <cmath>

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

constexpr double never_ends = 1e18;

std::vector<Stay> complete(const std::vector<double>& lengths) {
    std::vector<Stay> stays;
    for (const double length : lengths) {
        stays.push_back({length, never_ends, true});
    }
    return stays;
}

std::vector<Stay> drawn(const random::Law& law, std::size_t number, double limit,
                        std::uint64_t seed) {
    test::Draws draws(seed);
    std::vector<Stay> stays;
    for (std::size_t i = 0; i < number; ++i) {
        const double length = law.quantile(draws.uniform());
        stays.push_back({std::min(length, limit), limit, length <= limit});
    }
    return stays;
}

LawFit true_law(LawFamily family, double mean, double second) {
    LawFit law;
    law.family = family;
    law.mean = mean;
    law.second = second;
    return law;
}

const std::vector<double> lengths{12, 31, 45, 7, 102, 66, 23, 19, 88, 54, 41, 150};

TEST(LawFit, ExponentialIsTotalTimeOverCompleted) {
    std::vector<Stay> stays = complete({10, 20, 60});
    stays.push_back({30, 30, false});
    const auto fit = fit_law(LawFamily::exponential, stays);
    ASSERT_TRUE(fit);
    EXPECT_NEAR(fit->mean, 120.0 / 3, 1e-7);
    EXPECT_NEAR(fit->mean_sd_log, 1 / std::sqrt(3.0), 1e-6);
    EXPECT_NEAR(fit->log_likelihood, -3 * std::log(40.0) - 3, 1e-9);
}

TEST(LawFit, LognormalIsTheMomentsOfTheLogarithms) {
    const auto fit = fit_law(LawFamily::lognormal, complete(lengths));
    ASSERT_TRUE(fit);
    double mean = 0;
    for (const double length : lengths) {
        mean += std::log(length) / static_cast<double>(lengths.size());
    }
    double variance = 0;
    for (const double length : lengths) {
        variance += std::pow(std::log(length) - mean, 2) / static_cast<double>(lengths.size());
    }
    EXPECT_NEAR(fit->mean, std::exp(mean + variance / 2), 1e-6 * fit->mean);
    EXPECT_NEAR(fit->second, std::sqrt(std::expm1(variance)), 1e-6);
    // Of log mean = mu + sigma^2 / 2: sigma^2 / n + sigma^4 / (2 n).
    EXPECT_NEAR(fit->mean_sd_log, std::sqrt((variance + variance * variance / 2) / 12), 1e-6);
}

// Reference values: scipy 1.10.1, the likelihood equations solved by Brent's method (complete
// stays), its log-likelihood maximised by Nelder and Mead (censored stays).

TEST(LawFit, GammaAndWeibullSolveTheirLikelihoodEquations) {
    const auto gamma = fit_law(LawFamily::gamma, complete(lengths));
    const auto weibull = fit_law(LawFamily::weibull, complete(lengths));
    ASSERT_TRUE(gamma && weibull);
    EXPECT_NEAR(gamma->mean, 53.166666666666664, 1e-6);
    EXPECT_NEAR(gamma->second, 1.6761124261671425, 1e-7);
    EXPECT_NEAR(gamma->log_likelihood, -58.85319164883872, 1e-10);
    EXPECT_NEAR(gamma->mean_sd_log, 0.22297583763052994, 1e-7);
    EXPECT_NEAR(gamma->second_sd_log, 0.37467424010703576, 1e-7);
    EXPECT_NEAR(gamma->correlation, 0, 1e-6);
    EXPECT_NEAR(weibull->mean, 53.3465355569181, 1e-6);
    EXPECT_NEAR(weibull->second, 1.34715938220766, 1e-7);
    EXPECT_NEAR(weibull->log_likelihood, -58.917118556214305, 1e-10);
}

TEST(LawFit, CensoredStaysCountAsLongerThanTheyWereSeen) {
    std::vector<Stay> stays = complete(lengths);
    stays.push_back({60, 60, false});
    stays.push_back({90, 90, false});
    const auto weibull = fit_law(LawFamily::weibull, stays);
    const auto gamma = fit_law(LawFamily::gamma, stays);
    const auto lognormal = fit_law(LawFamily::lognormal, stays);
    ASSERT_TRUE(weibull && gamma && lognormal);
    EXPECT_NEAR(weibull->mean, 62.463701239322646, 1e-6);
    EXPECT_NEAR(weibull->second, 1.3556786696677503, 1e-7);
    EXPECT_NEAR(gamma->mean, 62.96036033, 1e-5);
    EXPECT_NEAR(gamma->second, 1.6163062, 1e-6);
    EXPECT_NEAR(gamma->log_likelihood, -61.4619862139444, 1e-9);
    EXPECT_NEAR(lognormal->mean, 70.8371906, 1e-5);
    EXPECT_NEAR(lognormal->second, 1.17826995, 1e-6);
    EXPECT_NEAR(lognormal->log_likelihood, -61.736218264911734, 1e-9);
}

TEST(LawFit, NothingToFitIsNoFit) {
    EXPECT_FALSE(fit_law(LawFamily::gamma, {}));
    EXPECT_FALSE(fit_law(LawFamily::gamma, complete({5})));
    EXPECT_FALSE(fit_law(LawFamily::exponential, complete({5, 5, 5})));
    EXPECT_FALSE(fit_law(LawFamily::weibull, std::vector<Stay>{{5, 5, false}, {7, 7, false}}));
    EXPECT_TRUE(fit_laws({}).empty());
}

struct Case {
    LawFamily family;
    double mean;
    double second;
};
const std::array cases{Case{LawFamily::exponential, 60e3, 1}, Case{LawFamily::gamma, 3.6e6, 2},
                       Case{LawFamily::weibull, 3.6e6, 0.7}, Case{LawFamily::lognormal, 1e7, 1.5}};

TEST(LawFit, FindsTheLawItsParametersAndTheirErrors) {
    for (const Case& known : cases) {
        const LawFit law = true_law(known.family, known.mean, known.second);
        for (const double limit : {never_ends, 2 * known.mean}) {
            const auto fits = fit_laws(drawn(law.law(), 4000, limit, 11));
            ASSERT_EQ(fits.size(), law_families.size());
            const LawFit& best = fits.front();
            // An exponential law is a gamma and a Weibull law too.
            if (known.family != LawFamily::exponential) {
                EXPECT_EQ(name(best.family), name(known.family));
            }
            const auto fit = fit_law(known.family, drawn(law.law(), 4000, limit, 11));
            const double z = 3.29;
            EXPECT_LT(std::abs(std::log(fit->mean / known.mean)), z * fit->mean_sd_log);
            if (known.family != LawFamily::exponential) {
                EXPECT_LT(std::abs(std::log(fit->second / known.second)), z * fit->second_sd_log);
            }
        }
    }
}

TEST(LawFit, IntervalsOfCensoredStaysCover) {
    // 95 % intervals of both parameters, a third of the stays censored: 400 repetitions, z = 3.29.
    constexpr int repetitions = 400;
    for (const Case& known : cases) {
        const random::Law law = true_law(known.family, known.mean, known.second).law();
        std::array<int, 2> covered{};
        for (int r = 0; r < repetitions; ++r) {
            const auto fit = fit_law(known.family, drawn(law, 200, 1.1 * known.mean,
                                                         1000 + static_cast<std::uint64_t>(r)));
            ASSERT_TRUE(fit);
            covered[0] += std::abs(std::log(fit->mean / known.mean)) < 1.96 * fit->mean_sd_log;
            covered[1] +=
                std::abs(std::log(fit->second / known.second)) <= 1.96 * fit->second_sd_log;
        }
        const double margin = 3.29 * std::sqrt(0.95 * 0.05 / repetitions);
        EXPECT_NEAR(covered[0] / double{repetitions}, 0.95, margin) << name(known.family);
        if (known.family != LawFamily::exponential) {
            EXPECT_NEAR(covered[1] / double{repetitions}, 0.95, margin) << name(known.family);
        }
    }
}

TEST(GoodnessOfFit, RefusesAWrongLawAndHoldsItsLevel) {
    const random::Law law = random::Law::lognormal(100, 150);
    const auto right = test_fit(LawFamily::lognormal, drawn(law, 800, 400, 3), 1, "stage");
    const auto wrong = test_fit(LawFamily::weibull, drawn(law, 800, 400, 3), 1, "stage");
    ASSERT_TRUE(right && wrong);
    EXPECT_GT(right->p, 0.01);
    EXPECT_LE(wrong->p, 0.01);
    // Under the true law p is uniform: of 200 samples a tenth is below 0.1, z = 3.29.
    int below = 0;
    for (std::uint64_t r = 0; r < 200; ++r) {
        below += test_fit(LawFamily::weibull,
                          drawn(random::Law::weibull(100, 1.5), 40, 130, 50 + r), r, "stage")
                     ->p <= 0.1;
    }
    EXPECT_NEAR(below / 200.0, 0.1, 3.29 * std::sqrt(0.1 * 0.9 / 200));
}

TEST(GoodnessOfFit, TestsManyStaysOnSome) {
    const auto test = test_fit(LawFamily::exponential,
                               drawn(random::Law::exponential(100), 50000, never_ends, 5), 1, "s");
    ASSERT_TRUE(test);
    EXPECT_EQ(test->stays, GoodnessOfFit::most_stays);
}

}  // namespace
}  // namespace greenlane::experiment
