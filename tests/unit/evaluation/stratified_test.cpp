/// Census and lottery: facts, strata and the interval that is mapped through.

#include "greenlane/evaluation/selective_labels.h"
#include "greenlane/random/draw.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

using shipment::Outcome;
using shipment::Ternary;

/// Rows of a history, added group by group.
struct Rows {
    std::vector<Outcome> outcome;
    std::vector<double> selection;
    std::vector<double> probability;
    std::vector<Ternary> random;

    void add(std::size_t count, Outcome value, double chance, Ternary by_lottery = Ternary::no) {
        outcome.insert(outcome.end(), count, value);
        selection.insert(selection.end(), count, 1);
        probability.insert(probability.end(), count, chance);
        random.insert(random.end(), count, by_lottery);
    }
    LabelledHistory by_probability() const { return {outcome, selection, probability, {}}; }
    LabelledHistory by_lottery() const { return {outcome, selection, {}, random}; }
};

kpi::Interval wilson(double share, double n) {
    const double z = 1.959963984540054;
    const double root = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    const double centre = share + z * z / (2 * n);
    return {(centre - root) / (1 + z * z / n), (centre + root) / (1 + z * z / n)};
}

/// 100 rows always inspected, 30 of them violations; 400 by lottery, 5 of the 20 drawn.
Rows census_and_lottery() {
    Rows rows;
    rows.add(30, Outcome::violation, 1);
    rows.add(70, Outcome::compliant, 1);
    rows.add(5, Outcome::violation, 0.05, Ternary::yes);
    rows.add(15, Outcome::compliant, 0.05, Ternary::yes);
    rows.add(380, Outcome::unknown, 0.05);
    return rows;
}

TEST(Stratified, the_lottery_speaks_for_the_rest_and_facts_for_themselves) {
    const Rows rows = census_and_lottery();
    const kpi::Interval limits = wilson(0.25, 20 / (1 - 20.0 / 400));
    const double variance = 0.25 * 0.75 / 20 * (1 - 20.0 / 400);
    for (const LabelledHistory& history : {rows.by_probability(), rows.by_lottery()}) {
        const RateEstimate whole = stratified(history);
        EXPECT_NEAR(*whole.rate, (30 + 400 * 0.25) / 500, 1e-12);
        EXPECT_NEAR(*whole.standard_error, 0.8 * std::sqrt(variance), 1e-12);
        EXPECT_NEAR(whole.interval->low, (30 + 400 * limits.low) / 500, 1e-12);
        EXPECT_NEAR(whole.interval->high, (30 + 400 * limits.high) / 500, 1e-12);
        EXPECT_EQ(whole.inspected, 120u);
        EXPECT_EQ(whole.selected, 500u);
        EXPECT_EQ(whole.unseen, 0u);
        const RateEstimate lottery = random_stratum(history);
        EXPECT_NEAR(*lottery.rate, 0.25, 1e-12);
        EXPECT_NEAR(lottery.interval->low, limits.low, 1e-12);
        EXPECT_NEAR(lottery.interval->high, limits.high, 1e-12);
        EXPECT_EQ(lottery.inspected, 20u);
        EXPECT_EQ(lottery.selected, 400u);
    }
    EXPECT_NEAR(*naive(rows.by_lottery()).rate, 35.0 / 120, 1e-12);
}

TEST(Stratified, a_stratum_in_which_everybody_was_inspected_has_no_error) {
    Rows rows;
    rows.add(3, Outcome::violation, 0.5);
    rows.add(5, Outcome::compliant, 0.5);
    const RateEstimate estimate = stratified(rows.by_probability());
    EXPECT_EQ(estimate.rate, 0.375);
    EXPECT_EQ(*estimate.interval, (kpi::Interval{0.375, 0.375}));
}

TEST(Stratified, no_hit_among_few_is_not_none_at_all) {
    Rows rows;
    rows.add(10, Outcome::compliant, 0.01);
    rows.add(990, Outcome::unknown, 0.01);
    const RateEstimate estimate = stratified(rows.by_probability());
    EXPECT_EQ(estimate.rate, 0);
    EXPECT_EQ(estimate.interval->low, 0);
    EXPECT_NEAR(estimate.interval->high, wilson(0, 10 / 0.99).high, 1e-12);
}

TEST(Stratified, strata_of_one_row_do_not_seem_certain) {
    Rows rows;
    rows.add(1, Outcome::violation, 0.25);
    rows.add(3, Outcome::unknown, 0.25);
    rows.add(1, Outcome::compliant, 0.5);
    rows.add(1, Outcome::unknown, 0.5);
    const RateEstimate estimate = stratified(rows.by_probability());
    EXPECT_NEAR(*estimate.rate, 4.0 / 6, 1e-12);
    // Each share has one more row at 2/3: 5/6 and 1/3; parts 4/6 and 2/6, corrections 3/4 and 1/2.
    const double variance = 4.0 / 9 * (3.0 / 4) * (5.0 / 36) + 1.0 / 9 * (1.0 / 2) * (2.0 / 9);
    EXPECT_NEAR(*estimate.standard_error, std::sqrt(variance), 1e-12);
    // One violation and one compliant row of six are known.
    EXPECT_GE(estimate.interval->low, 1.0 / 6);
    EXPECT_LE(estimate.interval->high, 5.0 / 6);
}

TEST(Stratified, a_stratum_that_nobody_looked_into_leaves_bounds) {
    Rows rows = census_and_lottery();
    const RateEstimate seen = stratified(rows.by_probability());
    rows.add(500, Outcome::unknown, 0.001);
    const RateEstimate estimate = stratified(rows.by_probability());
    EXPECT_EQ(estimate.rate, std::nullopt);
    EXPECT_EQ(estimate.gap, Gap::nobody_inspected);
    EXPECT_EQ(estimate.unseen, 500u);
    EXPECT_NEAR(estimate.interval->low, seen.interval->low / 2, 1e-12);
    EXPECT_NEAR(estimate.interval->high, seen.interval->high / 2 + 0.5, 1e-12);
}

TEST(Stratified, no_lottery_winner_leaves_nothing_to_stand_for_the_rest) {
    Rows rows;
    rows.add(4, Outcome::violation, 1);
    rows.add(6, Outcome::unknown, 1);
    const RateEstimate estimate = stratified(rows.by_lottery());
    EXPECT_EQ(estimate.gap, Gap::nobody_inspected);
    EXPECT_EQ(*estimate.interval, (kpi::Interval{0.4, 1}));
    EXPECT_EQ(random_stratum(rows.by_lottery()).gap, Gap::nobody_inspected);
}

TEST(Stratified, unequal_chances_of_selection_weight_the_drawn_rows) {
    Rows rows;
    rows.add(2, Outcome::violation, 0.5);
    rows.add(2, Outcome::compliant, 0.5);
    rows.add(4, Outcome::unknown, 0.5);
    rows.selection = {1, 0.5, 0.5, 0, 1, 1, 0.5, 0.5};
    const RateEstimate estimate = stratified(rows.by_probability());
    EXPECT_NEAR(*estimate.rate, 1.5 / 2, 1e-12);
    EXPECT_EQ(estimate.selected, 7u);
    EXPECT_EQ(estimate.inspected, 3u);
    const double unit = (1 - 3.0 / 7) * (1 + 0.25 + 0.25) / 4;
    EXPECT_NEAR(*estimate.standard_error, std::sqrt(unit * 0.75 * 0.25), 1e-12);
}

/// 2,000 lotteries at 5 % over 600 rows of which 60 are violations, and 100 facts: the mean within
/// z = 4 of the truth, the interval's coverage within z = 4 of 95 %.
TEST(Stratified, covers_at_small_counts) {
    constexpr int lotteries = 2000;
    Rows rows;
    rows.add(40, Outcome::violation, 1);
    rows.add(60, Outcome::compliant, 1);
    rows.add(60, Outcome::violation, 0.05);
    rows.add(540, Outcome::compliant, 0.05);
    const double truth = 100.0 / 700;
    double sum = 0;
    double squares = 0;
    int covered = 0;
    Rows shown = rows;
    std::vector<std::uint64_t> words(rows.outcome.size());
    for (int lottery = 0; lottery < lotteries; ++lottery) {
        random::draw_range(random::make_key(3, static_cast<std::uint64_t>(lottery)), 0,
                           {.purpose = random::Purpose::lottery}, words, {});
        for (std::size_t i = 0; i < words.size(); ++i) {
            shown.outcome[i] =
                random::happens(words[i], rows.probability[i]) ? rows.outcome[i] : Outcome::unknown;
        }
        const RateEstimate estimate = stratified(shown.by_probability());
        sum += *estimate.rate;
        squares += *estimate.rate * *estimate.rate;
        covered += estimate.interval->contains(truth) ? 1 : 0;
    }
    const double mean = sum / lotteries;
    const double se = std::sqrt((squares / lotteries - mean * mean) / lotteries);
    EXPECT_NEAR(mean, truth, 4 * se);
    EXPECT_NEAR(covered, 0.95 * lotteries, 4 * std::sqrt(0.95 * 0.05 * lotteries));
}

}  // namespace
}  // namespace greenlane::evaluation
