#include "greenlane/evaluation/selective_labels.h"

#include "greenlane/evaluation/weight_diagnostics.h"

#include "unit/evaluation/reference_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::evaluation {
namespace {

using shipment::Outcome;
using testing::HasSubstr;

using Six = std::array<double, 6>;

// sel_enum6 of validation_values.json.
constexpr std::array<bool, 6> violation{true, true, true, false, false, true};
constexpr Six probability{0.8, 0.8, 0.4, 0.4, 0.1, 0.1};
constexpr Six wrong_probability{0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
constexpr Six wrong_prediction{0.6, 0.6, 0.4, 0.4, 0.2, 0.2};
constexpr Six right_prediction{1, 1, 0.5, 0.5, 0.5, 0.5};
constexpr Six selection{1, 1, 1, 1, 1, 1};
constexpr double truth = 4.0 / 6;

std::array<Outcome, 6> shown(unsigned sample) {
    std::array<Outcome, 6> outcome{};
    for (unsigned i = 0; i < 6; ++i) {
        if ((sample >> i & 1) != 0) {
            outcome[i] = violation[i] ? Outcome::violation : Outcome::compliant;
        }
    }
    return outcome;
}

double probability_of(unsigned sample) {
    double product = 1;
    for (unsigned i = 0; i < 6; ++i) {
        product *= (sample >> i & 1) != 0 ? probability[i] : 1 - probability[i];
    }
    return product;
}

struct Enumerated {
    double defined = 0;
    double mean = 0;
    double variance = 0;
    double mean_squared_error = 0;  ///< of standard_error^2
    double wald_coverage = 0;
    double coverage = 0;
};

/// Exact moments over all 64 samples, where the estimate is defined.
Enumerated enumerate(const std::function<RateEstimate(std::span<const Outcome>)>& estimator) {
    Enumerated sum;
    double squares = 0;
    for (unsigned sample = 0; sample < 64; ++sample) {
        const auto outcome = shown(sample);
        const RateEstimate estimate = estimator(outcome);
        if (!estimate.rate) {
            continue;
        }
        const double p = probability_of(sample);
        sum.defined += p;
        sum.mean += p * *estimate.rate;
        squares += p * *estimate.rate * *estimate.rate;
        sum.mean_squared_error += p * *estimate.standard_error * *estimate.standard_error;
        const double reach = 1.959963984540054 * *estimate.standard_error;
        sum.wald_coverage += std::abs(*estimate.rate - truth) <= reach ? p : 0;
        sum.coverage += estimate.interval->contains(truth) ? p : 0;
    }
    sum.mean /= sum.defined;
    sum.variance = squares / sum.defined - sum.mean * sum.mean;
    return sum;
}

Enumerated doubly_robust_with(const Six& prediction, const Six& chances) {
    return enumerate([&](std::span<const Outcome> outcome) {
        return doubly_robust({outcome, selection, chances, {}}, prediction);
    });
}

Enumerated with(RateEstimate (*estimator)(const LabelledHistory&, double),
                const Six& chances = probability) {
    return enumerate([&](std::span<const Outcome> outcome) {
        return estimator({outcome, selection, chances, {}}, 0.95);
    });
}

struct Expected {
    const char* name;
    Enumerated enumerated;
    double defined, mean, variance;
};

std::vector<Expected> enumerations() {
    return {
        {"naive_inspected_mean", with(naive), 0.988336, 307465.0 / 370626,
         8018685821.0 / 190782822050},
        {"HT_IPS", with(horvitz_thompson), 1, 2.0 / 3, 11.0 / 36},
        {"Hajek_SNIPS", with(hajek), 0.988336, 0.7571319870732918, 0.08658289737719282},
        {"DR_outcome_right_propensity_right", doubly_robust_with(right_prediction, probability), 1,
         2.0 / 3, 7.0 / 48},
        {"DR_outcome_wrong_propensity_right", doubly_robust_with(wrong_prediction, probability), 1,
         2.0 / 3, 349.0 / 1800},
        {"DR_outcome_right_propensity_wrong",
         doubly_robust_with(right_prediction, wrong_probability), 1, 2.0 / 3, 11.0 / 600},
        {"DR_both_wrong", doubly_robust_with(wrong_prediction, wrong_probability), 1, 33.0 / 50,
         593.0 / 22500},
        {"IPS_propensity_wrong", with(horvitz_thompson, wrong_probability), 1, 7.0 / 10,
         13.0 / 180},
    };
}

TEST(SelectiveLabels, all_samples_of_six_rows_have_the_exact_mean_and_variance) {
    for (const Expected& expected : enumerations()) {
        SCOPED_TRACE(expected.name);
        EXPECT_NEAR(expected.enumerated.defined, expected.defined, 1e-12);
        EXPECT_NEAR(expected.enumerated.mean, expected.mean, 1e-12);
        EXPECT_NEAR(expected.enumerated.variance, expected.variance, 1e-12);
    }
}

TEST(SelectiveLabels, all_samples_of_six_rows_meet_the_shared_values) {
    const auto reference = reference_case("sel_enum6");
    if (!reference) {
        GTEST_SKIP() << "no reference values under " << GREENLANE_SHARED;
    }
    const auto& values = reference->at("values");
    for (const Expected& expected : enumerations()) {
        SCOPED_TRACE(expected.name);
        const auto& value = values.at(expected.name);
        EXPECT_NEAR(expected.enumerated.defined, value.at("P_defined").get<double>(), 1e-12);
        EXPECT_NEAR(expected.enumerated.mean, value.at("mean").get<double>(), 1e-12);
        EXPECT_NEAR(expected.enumerated.variance, value.at("variance").get<double>(), 1e-12);
    }
}

TEST(SelectiveLabels, the_variance_estimator_is_unbiased_and_wald_intervals_fail) {
    const Enumerated weighted = with(horvitz_thompson);
    EXPECT_NEAR(weighted.mean_squared_error, 11.0 / 36, 1e-12);
    EXPECT_NEAR(weighted.wald_coverage, 0.8056, 1e-12);
    EXPECT_GT(weighted.coverage, 0.93);
    EXPECT_NEAR(doubly_robust_with(wrong_prediction, probability).mean_squared_error, 349.0 / 1800,
                1e-12);
}

TEST(SelectiveLabels, one_sample_of_six_rows) {
    const auto outcome = shown(0b101011);  // rows 1, 2, 4 and 6
    const LabelledHistory history{outcome, selection, probability, {}};
    const RateEstimate weighted = horvitz_thompson(history);
    EXPECT_NEAR(*weighted.rate, 2.0833333333333335, 1e-12);
    EXPECT_NEAR(*weighted.standard_error * *weighted.standard_error, 2.517361111111111, 1e-12);
    EXPECT_NEAR(*hajek(history).rate, 0.8333333333333334, 1e-12);
    EXPECT_NEAR(*doubly_robust(history, wrong_prediction).rate, 1.7333333333333334, 1e-12);
    EXPECT_NEAR(*naive(history).rate, 0.75, 1e-12);
    EXPECT_NEAR(*diagnose_weights(history).effective_size, 2.057142857142857, 1e-12);
    EXPECT_EQ(weighted.inspected, 4u);
    EXPECT_EQ(weighted.selected, 6u);
    // Three violations and a compliant row are known: the rate lies between 3/6 and 5/6.
    for (const RateEstimate& estimate :
         {weighted, hajek(history), doubly_robust(history, wrong_prediction)}) {
        EXPECT_GE(estimate.interval->low, 0.5);
        EXPECT_LE(estimate.interval->high, 5.0 / 6);
        EXPECT_LE(estimate.interval->low, estimate.interval->high);
    }
}

TEST(SelectiveLabels, nobody_inspected_is_undefined_where_weights_are_normalised) {
    const auto outcome = shown(0);
    const LabelledHistory history{outcome, selection, probability, {}};
    for (const RateEstimate& estimate : {naive(history), hajek(history)}) {
        EXPECT_EQ(estimate.rate, std::nullopt);
        EXPECT_EQ(estimate.gap, Gap::nobody_inspected);
        EXPECT_EQ(*estimate.interval, (kpi::Interval{0, 1}));
        EXPECT_THAT(caution(estimate), HasSubstr("6 of 6"));
    }
    const RateEstimate weighted = horvitz_thompson(history);
    EXPECT_EQ(weighted.rate, 0);
    EXPECT_EQ(weighted.interval->low, 0);
    EXPECT_GT(weighted.interval->high, 0.9);
    EXPECT_EQ(caution(weighted), "");
}

TEST(SelectiveLabels, rows_that_history_never_looked_at_leave_bounds_and_a_sentence) {
    auto chances = probability;
    chances[4] = chances[5] = 0;
    const auto outcome = shown(0b001011);
    const LabelledHistory history{outcome, selection, chances, {}};
    const Six four{1, 1, 1, 1, 0, 0};
    const LabelledHistory seen{outcome, four, chances, {}};
    for (const auto& [partial, whole] :
         {std::pair{horvitz_thompson(history), horvitz_thompson(seen)},
          std::pair{hajek(history), hajek(seen)},
          std::pair{doubly_robust(history, wrong_prediction),
                    doubly_robust(seen, wrong_prediction)},
          std::pair{stratified(history), stratified(seen)}}) {
        EXPECT_TRUE(whole.rate);
        EXPECT_EQ(partial.rate, std::nullopt);
        EXPECT_EQ(partial.standard_error, std::nullopt);
        EXPECT_EQ(partial.gap, Gap::never_looked);
        EXPECT_EQ(partial.unseen, 2u);
        EXPECT_NEAR(partial.interval->low, 4.0 / 6 * whole.interval->low, 1e-12);
        EXPECT_NEAR(partial.interval->high, 4.0 / 6 * whole.interval->high + 2.0 / 6, 1e-12);
        EXPECT_THAT(caution(partial), HasSubstr("never looked at 2 of 6"));
    }
}

TEST(SelectiveLabels, a_certain_inspection_that_did_not_take_place_was_never_certain) {
    const std::array<Outcome, 2> outcome{Outcome::violation, Outcome::unknown};
    const std::array<double, 2> both{1, 1};
    const RateEstimate estimate = horvitz_thompson({outcome, both, both, {}});
    EXPECT_EQ(estimate.gap, Gap::never_looked);
    EXPECT_EQ(*estimate.interval, (kpi::Interval{0.5, 1}));
}

TEST(SelectiveLabels, without_probabilities_only_what_is_known_bounds_the_rate) {
    const auto outcome = shown(0b101011);
    const LabelledHistory history{outcome, selection, {}, {}};
    for (const RateEstimate& estimate :
         {horvitz_thompson(history), hajek(history), doubly_robust(history, wrong_prediction),
          stratified(history), random_stratum(history),
          clipped_horvitz_thompson(history, 2).estimate}) {
        EXPECT_EQ(estimate.rate, std::nullopt);
        EXPECT_EQ(estimate.gap, Gap::chance_unknown);
        EXPECT_EQ(*estimate.interval, (kpi::Interval{0.5, 1 - 1.0 / 6}));
        EXPECT_THAT(caution(estimate), HasSubstr("cannot be made"));
    }
    EXPECT_TRUE(naive(history).rate);
}

TEST(SelectiveLabels, a_rule_that_selects_nothing_has_no_rate) {
    const auto outcome = shown(0b101011);
    const Six none{};
    const LabelledHistory history{outcome, none, probability, {}};
    for (const RateEstimate& estimate :
         {naive(history), stratified(history), random_stratum(history), horvitz_thompson(history),
          hajek(history), doubly_robust(history, wrong_prediction),
          horvitz_thompson({outcome, none, {}, {}})}) {
        EXPECT_EQ(estimate.rate, std::nullopt);
        EXPECT_EQ(estimate.interval, std::nullopt);
        EXPECT_EQ(estimate.gap, Gap::nothing_selected);
        EXPECT_EQ(caution(estimate), "The rule selects none of these rows.");
    }
}

TEST(SelectiveLabels, a_census_has_no_error) {
    const auto outcome = shown(0b111111);
    const Six certain{1, 1, 1, 1, 1, 1};
    const LabelledHistory history{outcome, selection, certain, {}};
    for (const RateEstimate& estimate :
         {horvitz_thompson(history), hajek(history), doubly_robust(history, wrong_prediction),
          stratified(history)}) {
        EXPECT_NEAR(*estimate.rate, truth, 1e-15);
        EXPECT_EQ(estimate.standard_error, 0);
        EXPECT_NEAR(estimate.interval->low, truth, 1e-15);
        EXPECT_NEAR(estimate.interval->high, truth, 1e-15);
    }
}

TEST(SelectiveLabels, hajek_of_one_probability_has_wilsons_interval) {
    // 40 of 800 at 5 %, ten hits; Wilson's limits for 10 of 40 / (1 - 0.05), computed by hand:
    // (p + z^2/2n -+ z sqrt(p (1 - p) / n + z^2/4n^2)) / (1 + z^2/n).
    std::vector<Outcome> outcome(800, Outcome::unknown);
    std::fill_n(outcome.begin(), 10, Outcome::violation);
    std::fill_n(outcome.begin() + 10, 30, Outcome::compliant);
    const std::vector<double> all(800, 1);
    const std::vector<double> chances(800, 0.05);
    const double z = 1.959963984540054;
    const double n = 40 / 0.95;
    const double root = z * std::sqrt(0.25 * 0.75 / n + z * z / (4 * n * n));
    const RateEstimate estimate = hajek({outcome, all, chances, {}});
    EXPECT_NEAR(*estimate.rate, 0.25, 1e-15);
    EXPECT_NEAR(estimate.interval->low, (0.25 + z * z / (2 * n) - root) / (1 + z * z / n), 1e-12);
    EXPECT_NEAR(estimate.interval->high, (0.25 + z * z / (2 * n) + root) / (1 + z * z / n), 1e-12);
    EXPECT_LT(hajek({outcome, all, chances, {}}, 0.8).interval->high, estimate.interval->high);
}

TEST(LabelledHistory, contradictions_are_found_with_their_row) {
    const auto outcome = shown(0b101011);
    EXPECT_FALSE(first_fault({outcome, selection, probability, {}}));
    auto chances = probability;
    chances[3] = 1.5;
    EXPECT_EQ(first_fault({outcome, selection, chances, {}})->row, 3u);
    chances[3] = std::nan("");
    EXPECT_EQ(first_fault({outcome, selection, chances, {}})->row, 3u);
    chances[3] = 0;
    EXPECT_THAT(first_fault({outcome, selection, chances, {}})->message,
                HasSubstr("probability 0"));
    chances[3] = 0.4;
    chances[2] = 0;  // not inspected: it need not have been possible
    EXPECT_FALSE(first_fault({outcome, selection, chances, {}}));
    auto chosen = selection;
    chosen[5] = -0.1;
    EXPECT_EQ(first_fault({outcome, chosen, probability, {}})->row, 5u);
}

}  // namespace
}  // namespace greenlane::evaluation
