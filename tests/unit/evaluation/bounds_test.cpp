#include "greenlane/evaluation/bounds.h"

#include "unit/evaluation/reference_values.h"

#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

using shipment::Outcome;

constexpr InspectionCounts manski{10'000, 800, 96};  // sel_manski of validation_values.json
constexpr InspectionCounts uninspected{9'200, 0, 0};
constexpr InspectionCounts inspected{800, 800, 96};

TEST(Bounds, worst_case_and_monotone_selection) {
    const auto worst = worst_case_rate(manski);
    EXPECT_NEAR(worst->low, 0.0096, 1e-12);
    EXPECT_NEAR(worst->high, 0.9296, 1e-12);
    EXPECT_NEAR(worst->interval.low, 0.007996133600495758, 1e-12);
    EXPECT_NEAR(worst->interval.high, 0.9338078635068509, 1e-12);
    const auto monotone = monotone_rate(manski);
    EXPECT_NEAR(monotone->low, 0.0096, 1e-12);
    EXPECT_NEAR(monotone->high, 0.12, 1e-12);
    EXPECT_FALSE(worst_case_rate({}));
    EXPECT_FALSE(monotone_rate(uninspected));
}

TEST(Bounds, imbens_manski_lies_between_one_and_two_sides) {
    const ImbensManski narrow = imbens_manski(0.02, 0.0215, 0.002, 0.002);
    EXPECT_NEAR(narrow.c, 1.71521013179052, 1e-12);
    EXPECT_NEAR(narrow.interval.low, 0.01656957973641896, 1e-12);
    EXPECT_NEAR(narrow.interval.high, 0.024930420263581037, 1e-12);
    EXPECT_NEAR(imbens_manski(0.1, 0.9, 0.001, 0.002).c, 1.6448536269514722, 1e-12);
    EXPECT_NEAR(imbens_manski(0.5, 0.5, 0.01, 0.01).c, 1.959963984540054, 1e-12);
    EXPECT_EQ(imbens_manski(0.2, 0.3, 0, 0).interval, (kpi::Interval{0.2, 0.3}));
}

TEST(Bounds, detection_rate_of_a_rule) {
    const auto old_policy = detection_bounds(inspected, uninspected);
    EXPECT_NEAR(old_policy->low, 0.010327022375215147, 1e-12);
    EXPECT_EQ(old_policy->high, 1);
    // Rule: 20 rows, 10 inspected, 4 hits; others: 80 rows, 30 inspected, 6 hits.
    const auto rule = detection_bounds({20, 10, 4}, {80, 30, 6});
    EXPECT_NEAR(rule->low, 4.0 / (4 + 6 + 50), 1e-12);
    EXPECT_NEAR(rule->high, 14.0 / (14 + 6), 1e-12);
    EXPECT_FALSE(detection_bounds({20, 20, 0}, {80, 80, 0}));
}

TEST(Bounds, the_shared_values_are_met) {
    const auto reference = reference_case("sel_manski");
    if (!reference) {
        GTEST_SKIP() << "no reference values under " << GREENLANE_SHARED;
    }
    const auto& values = reference->at("values");
    const auto worst = worst_case_rate(manski);
    EXPECT_NEAR(worst->low, values.at("prevalence_lower").get<double>(), 1e-12);
    EXPECT_NEAR(worst->high, values.at("prevalence_upper").get<double>(), 1e-12);
    EXPECT_NEAR(worst->interval.low, values.at("imbens_manski_CI95")[0].get<double>(), 1e-12);
    EXPECT_NEAR(worst->interval.high, values.at("imbens_manski_CI95")[1].get<double>(), 1e-12);
    EXPECT_NEAR(monotone_rate(manski)->high,
                values.at("MTS_upper_if_uninspected_no_riskier").get<double>(), 1e-12);
    const auto detection = detection_bounds(inspected, uninspected);
    EXPECT_NEAR(detection->low, values.at("rule_sensitivity_lower").get<double>(), 1e-12);
    EXPECT_NEAR(detection->high, values.at("rule_sensitivity_upper").get<double>(), 1e-12);
    const auto& two = values.at("imbens_manski_case2");
    const ImbensManski narrow =
        imbens_manski(two.at("lo").get<double>(), two.at("hi").get<double>(),
                      two.at("se").get<double>(), two.at("se").get<double>());
    EXPECT_NEAR(narrow.c, two.at("c").get<double>(), 1e-12);
    EXPECT_NEAR(narrow.interval.low, two.at("ci")[0].get<double>(), 1e-12);
    EXPECT_NEAR(narrow.interval.high, two.at("ci")[1].get<double>(), 1e-12);
}

TEST(Bounds, counts_follow_selection_and_stratum) {
    const std::array outcome{Outcome::violation, Outcome::compliant, Outcome::unknown,
                             Outcome::violation};
    const std::array selection{1.0, 0.5, 1.0, 0.0};
    const std::array<std::uint32_t, 4> stratum{2, 0, 2, 1};
    const LabelledHistory history{outcome, selection, {}, {}};
    const InspectionCounts all = count_inspections(history);
    EXPECT_EQ(all.rows, 2.5);
    EXPECT_EQ(all.inspected, 1.5);
    EXPECT_EQ(all.hits, 1);
    const auto strata = count_inspections(history, stratum);
    ASSERT_EQ(strata.size(), 3u);
    EXPECT_EQ(strata[0].rows, 0.5);
    EXPECT_EQ(strata[1].rows, 0);
    EXPECT_EQ(strata[2].unknown(), 1);
}

/// 100 rows, 40 inspected, 10 hits: odds 1/3 among the inspected.
constexpr std::array one_stratum{InspectionCounts{100, 40, 10}};

TEST(HiddenSelection, gamma_moves_the_odds_of_what_nobody_saw) {
    const auto by_chance = rate_under_hidden_selection(one_stratum, 1);
    EXPECT_NEAR(by_chance->low, 0.25, 1e-12);
    EXPECT_NEAR(by_chance->high, 0.25, 1e-12);
    // At equal bounds the interval is Wald's of the 40 inspected rows.
    const double se = std::sqrt(0.25 * 0.75 / 40);
    EXPECT_NEAR(by_chance->interval.high, 0.25 + 1.959963984540054 * se, 1e-12);
    const auto doubled = rate_under_hidden_selection(one_stratum, 2);
    EXPECT_NEAR(doubled->low, (10 + 60 * (1.0 / 6) / (7.0 / 6)) / 100, 1e-12);
    EXPECT_NEAR(doubled->high, (10 + 60 * (2.0 / 3) / (5.0 / 3)) / 100, 1e-12);
    EXPECT_LT(doubled->interval.low, doubled->low);
    const auto any = rate_under_hidden_selection(one_stratum, 1e12);
    const auto worst = worst_case_rate(one_stratum[0]);
    EXPECT_NEAR(any->low, worst->low, 1e-9);
    EXPECT_NEAR(any->high, worst->high, 1e-9);
}

TEST(HiddenSelection, the_tipping_point_is_where_the_bound_meets_the_reference) {
    // Low bound 0.2: (0.2 x 100 - 10) / 60 = 1/6 of the unknown rows, odds 1/5, gamma (1/3)/(1/5).
    EXPECT_NEAR(*tipping_gamma(one_stratum, 0.2), 5.0 / 3, 1e-11);
    // High bound 0.4: 30 / 60, odds 1, gamma 3.
    EXPECT_NEAR(*tipping_gamma(one_stratum, 0.4), 3, 1e-11);
    EXPECT_EQ(tipping_gamma(one_stratum, 0.25), 1);
    EXPECT_EQ(tipping_gamma(one_stratum, 0.05), std::nullopt);
    EXPECT_EQ(tipping_gamma({}, 0.2), std::nullopt);
    const std::array strata{InspectionCounts{100, 40, 10}, InspectionCounts{50, 20, 1}};
    const double gamma = *tipping_gamma(strata, 0.3);
    EXPECT_NEAR(rate_under_hidden_selection(strata, gamma)->high, 0.3, 1e-11);
}

TEST(HiddenSelection, a_stratum_that_nobody_looked_into_bounds_nothing) {
    const std::array strata{InspectionCounts{100, 40, 10}, InspectionCounts{100, 0, 0}};
    const auto bounds = rate_under_hidden_selection(strata, 1);
    EXPECT_NEAR(bounds->low, 0.125, 1e-12);
    EXPECT_NEAR(bounds->high, 0.625, 1e-12);
    EXPECT_EQ(tipping_gamma(strata, 0.5), 1);
}

}  // namespace
}  // namespace greenlane::evaluation
