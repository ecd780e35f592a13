#include "greenlane/learning/random_effects.h"

#include "greenlane/random/draw.h"

#include <cmath>

#include <gtest/gtest.h>

namespace greenlane::learning {

namespace {

using screening::Group;
using screening::no_group;

double probability(double margin) {
    return 1 / (1 + std::exp(-margin));
}

/// Rows of two keys: 40 groups whose effects are +1.5 or -1.5, and 30 groups without effect.
struct Planted {
    static constexpr std::size_t strong = 40;
    static constexpr std::size_t idle = 30;
    std::vector<Group> first;
    std::vector<Group> second;
    std::vector<std::uint8_t> violation;

    explicit Planted(std::size_t rows) {
        const random::Key key = random::make_key(7, 0);
        for (std::size_t row = 0; row < rows; ++row) {
            const auto [a, b] = random::draw(key, row, {random::Purpose::goods});
            const auto [c, d] = random::draw(key, row, {random::Purpose::violation});
            first.push_back(static_cast<Group>(a % strong));
            second.push_back(static_cast<Group>(b % idle));
            const double effect = first.back() % 2 == 0 ? 1.5 : -1.5;
            violation.push_back(random::happens(c, probability(-1 + effect)) ? 1 : 0);
        }
    }
    GroupedRows rows(std::span<const double> weight = {}) const {
        return {{first, second}, {strong, idle}, violation, weight};
    }
};

TEST(RandomEffects, AreWhereTheGradientsVanish) {
    const Planted planted(3000);
    const screening::RandomEffectsModel fit = fit_random_effects(planted.rows(), 400);

    double intercept_gradient = 0.5 - probability(fit.intercept);
    std::vector<double> gradient(Planted::strong);
    std::vector<double> information(Planted::strong);
    const screening::KeyEffects& key = fit.keys[0];
    for (std::size_t row = 0; row < planted.first.size(); ++row) {
        const double p = probability(fit.intercept + key.effect[planted.first[row]] +
                                     fit.keys[1].effect[planted.second[row]]);
        intercept_gradient += planted.violation[row] - p;
        gradient[planted.first[row]] += planted.violation[row] - p;
        information[planted.first[row]] += p * (1 - p);
    }
    EXPECT_NEAR(intercept_gradient, 0, 1e-7);
    double spread = 20 * 0.3;
    for (std::size_t group = 0; group < Planted::strong; ++group) {
        EXPECT_NEAR(gradient[group], key.effect[group] / key.variance, 1e-7);
        EXPECT_NEAR(information[group], key.information[group], 1e-7);
        spread +=
            key.effect[group] * key.effect[group] + 1 / (information[group] + 1 / key.variance);
    }
    EXPECT_NEAR(key.variance, spread / (Planted::strong + 20), 1e-9);
}

TEST(RandomEffects, KeepTheSignalAndShrinkAwayTheRest) {
    const screening::RandomEffectsModel fit =
        fit_random_effects(Planted(20000).rows(), sweeps_from_nothing);
    // 500 rows a group give an effect a standard error of about 0.11 around +-1.5: z = 5.
    for (std::size_t group = 0; group < Planted::strong; ++group) {
        EXPECT_NEAR(fit.keys[0].effect[group], group % 2 == 0 ? 1.5 : -1.5, 0.55) << group;
    }
    EXPECT_GT(fit.keys[0].variance, 1);
    for (const double effect : fit.keys[1].effect) {
        EXPECT_LT(std::abs(effect), 0.5);
    }
    EXPECT_LT(fit.keys[1].variance, 0.2);
}

TEST(RandomEffects, GoOnFromWhereTheyWere) {
    const Planted planted(500);
    const screening::RandomEffectsModel whole = fit_random_effects(planted.rows(), 7);
    const screening::RandomEffectsModel resumed =
        fit_random_effects(planted.rows(), 3, fit_random_effects(planted.rows(), 4));
    EXPECT_NEAR(whole.intercept, resumed.intercept, 1e-12);
    for (std::size_t group = 0; group < Planted::strong; ++group) {
        EXPECT_NEAR(whole.keys[0].effect[group], resumed.keys[0].effect[group], 1e-12);
    }
}

TEST(RandomEffects, CountWeightsAsRows) {
    const Planted once(300);
    Planted twice(300);
    twice.first.insert(twice.first.end(), once.first.begin(), once.first.end());
    twice.second.insert(twice.second.end(), once.second.begin(), once.second.end());
    twice.violation.insert(twice.violation.end(), once.violation.begin(), once.violation.end());
    const screening::RandomEffectsModel doubled =
        fit_random_effects(once.rows(std::vector<double>(300, 2.0)), 10);
    const screening::RandomEffectsModel repeated = fit_random_effects(twice.rows(), 10);
    EXPECT_NEAR(doubled.intercept, repeated.intercept, 1e-12);
    EXPECT_NEAR(doubled.keys[0].effect[3], repeated.keys[0].effect[3], 1e-12);
    EXPECT_NEAR(doubled.keys[0].variance, repeated.keys[0].variance, 1e-12);
}

TEST(RandomEffects, OfRowsOutsideEveryGroupAreTheInterceptAlone) {
    const std::vector<Group> groups(99, no_group);
    std::vector<std::uint8_t> violation(99);
    std::fill_n(violation.begin(), 20, 1);
    const screening::RandomEffectsModel fit =
        fit_random_effects({{groups}, {3}, violation, {}}, 30);
    // One row of half a violation holds it: 20.5 of 100.
    EXPECT_NEAR(fit.intercept, std::log(20.5 / 79.5), 1e-12);
    EXPECT_EQ(fit.keys[0].effect, std::vector<double>(3));
    EXPECT_EQ(fit.keys[0].information, std::vector<double>(3));
}

TEST(RandomEffects, StayFiniteWithOneClass) {
    const std::vector<Group> groups = {0, 1, 0, 1};
    const std::vector<std::uint8_t> violation(4);
    const screening::RandomEffectsModel fit =
        fit_random_effects({{groups}, {2}, violation, {}}, 200);
    EXPECT_LT(fit.intercept, -1);
    EXPECT_GT(fit.intercept, -5);
}

TEST(RandomEffects, BeginNewGroupsAtNothing) {
    const std::vector<Group> groups = {0, 1, 1, 0, 2, 2};
    const std::vector<std::uint8_t> violation = {1, 0, 0, 1, 1, 0};
    const screening::RandomEffectsModel last =
        fit_random_effects({{std::span(groups).first(4)}, {2}, std::span(violation).first(4), {}},
                           sweeps_from_nothing);
    const screening::RandomEffectsModel fit =
        fit_random_effects({{groups}, {3}, violation, {}}, sweeps_from_last, last);
    ASSERT_EQ(fit.keys[0].effect.size(), 3u);
    EXPECT_GT(fit.keys[0].effect[0], fit.keys[0].effect[2]);
    EXPECT_GT(fit.keys[0].effect[2], fit.keys[0].effect[1]);
}

}  // namespace

}  // namespace greenlane::learning
