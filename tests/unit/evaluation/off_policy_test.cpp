/// A new rule that selects by chance, judged from logged inspections: sel_ope of
/// validation_values.json, as a population in which every share comes out exactly.

#include "greenlane/evaluation/selective_labels.h"
#include "greenlane/evaluation/weight_diagnostics.h"

#include "unit/evaluation/reference_values.h"

#include <array>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::evaluation {
namespace {

using shipment::Outcome;

struct Context {
    double share, violations, probability, selection;
};
constexpr std::array<Context, 3> contexts{{
    {0.6, 0.01, 0.02, 0.05},
    {0.3, 0.05, 0.2, 0.4},
    {0.1, 0.3, 0.8, 1.0},
}};
constexpr double rows = 50'000;

struct Population {
    std::vector<Outcome> outcome;
    std::vector<double> selection;
    std::vector<double> probability;

    Population() {
        for (const Context& context : contexts) {
            const double all = rows * context.share;
            const double inspected = all * context.probability;
            const double hits = inspected * context.violations;
            add(context, hits, Outcome::violation);
            add(context, inspected - hits, Outcome::compliant);
            add(context, all - inspected, Outcome::unknown);
        }
    }
    void add(const Context& context, double count, Outcome value) {
        const std::size_t size = outcome.size() + static_cast<std::size_t>(std::llround(count));
        outcome.resize(size, value);
        selection.resize(size, context.selection);
        probability.resize(size, context.probability);
    }
    LabelledHistory history() const { return {outcome, selection, probability, {}}; }
};

/// Exact moments of one record's w y: over context, outcome and inspection.
std::array<double, 2> record_moments() {
    std::array<double, 2> moments{};
    for (const Context& context : contexts) {
        const std::array<Outcome, 1> hit{Outcome::violation};
        const std::array<double, 1> selection{context.selection};
        const std::array<double, 1> probability{context.probability};
        const double rate = *horvitz_thompson({hit, selection, probability, {}}).rate;
        const double value = context.selection * rate;
        const double chance = context.share * context.violations * context.probability;
        moments[0] += chance * value;
        moments[1] += chance * value * value;
    }
    return moments;
}

TEST(OffPolicy, a_rule_by_chance_has_the_exact_value) {
    const Population population;
    const LabelledHistory history = population.history();
    EXPECT_NEAR(*horvitz_thompson(history).rate, 0.1452, 1e-12);
    const auto [mean, square] = record_moments();
    EXPECT_NEAR(mean, 0.0363, 1e-12);
    EXPECT_NEAR(square - mean * mean, 0.04893231, 1e-12);
    const WeightDiagnostics weights = diagnose_weights(history);
    EXPECT_NEAR(*weights.effective_size / static_cast<double>(weights.inspected),
                0.9345095693779905, 1e-12);
    EXPECT_NEAR(*weights.mean_weight, 1, 1e-12);
    EXPECT_NEAR(*weights.mean_weight_z, 0, 1e-9);
    EXPECT_EQ(weights.largest, 2.5);
}

TEST(OffPolicy, the_naive_figure_is_that_of_the_old_policy) {
    Population population;
    population.selection.assign(population.selection.size(), 1);
    const double naive_rate = *naive(population.history()).rate;
    EXPECT_NEAR(naive_rate, 0.17842105263157895, 1e-12);
    EXPECT_NEAR(naive_rate * 0.25, 0.04460526315789474, 1e-12);
}

TEST(OffPolicy, clipping_names_its_rows_and_its_bias) {
    const Population population;
    const ClippedEstimate clipped = clipped_horvitz_thompson(population.history(), 2);
    const double selected = 0.25;  // of a row, on average
    EXPECT_NEAR(*clipped.estimate.rate * selected, 0.03624, 1e-12);
    const RateEstimate whole = horvitz_thompson(population.history());
    EXPECT_NEAR((*clipped.estimate.rate - *whole.rate) * selected, -6e-05, 1e-12);
    EXPECT_EQ(clipped.clipped, 30'000u);
    EXPECT_NEAR(clipped.largest_bias * selected, 0.6 * (0.05 - 2 * 0.02), 1e-12);
    EXPECT_GE(clipped.estimate.interval->high, *clipped.estimate.rate + clipped.largest_bias);
    const ClippedEstimate loose = clipped_horvitz_thompson(population.history(), 2.5);
    EXPECT_EQ(loose.clipped, 0u);
    EXPECT_EQ(loose.largest_bias, 0);
    EXPECT_EQ(loose.estimate.rate, whole.rate);
    EXPECT_EQ(loose.estimate.interval, whole.interval);
}

TEST(OffPolicy, the_shared_values_are_met) {
    const auto reference = reference_case("sel_ope");
    if (!reference) {
        GTEST_SKIP() << "no reference values under " << GREENLANE_SHARED;
    }
    const auto& values = reference->at("values");
    const auto value = [&](const char* name) { return values.at(name).get<double>(); };
    const Population population;
    const LabelledHistory history = population.history();
    EXPECT_NEAR(*horvitz_thompson(history).rate, value("hit_rate_target"), 1e-12);
    const auto [mean, square] = record_moments();
    EXPECT_NEAR(mean, value("V_target"), 1e-12);
    EXPECT_NEAR(square - mean * mean, value("IPS_per_record_variance"), 1e-12);
    EXPECT_NEAR(std::sqrt((square - mean * mean) / 10'000), value("IPS_se_n10000"), 1e-12);
    const double clipped = *clipped_horvitz_thompson(history, 2).estimate.rate;
    EXPECT_NEAR(clipped * value("workload_target"), value("clipped_IPS_mean"), 1e-12);
    const WeightDiagnostics weights = diagnose_weights(history);
    EXPECT_NEAR(*weights.effective_size / static_cast<double>(weights.inspected),
                value("ESS_fraction_of_inspected"), 1e-12);
}

TEST(WeightDiagnostics, three_of_four_at_one_half_are_one_error_too_many) {
    const std::array outcome{Outcome::violation, Outcome::compliant, Outcome::violation,
                             Outcome::unknown};
    const std::array selection{1.0, 1.0, 1.0, 1.0};
    const std::array half{0.5, 0.5, 0.5, 0.5};
    const WeightDiagnostics weights = diagnose_weights({outcome, selection, half, {}});
    EXPECT_NEAR(*weights.mean_weight, 1.5, 1e-12);
    EXPECT_NEAR(*weights.mean_weight_z, 1, 1e-12);  // 6 against 4, variance 4 x (1 - 1/2) / (1/2)
    EXPECT_NEAR(*weights.largest_share, 1.0 / 3, 1e-12);
    const WeightDiagnostics census = diagnose_weights({outcome, selection, selection, {}});
    EXPECT_EQ(census.mean_weight_z, std::nullopt);
}

TEST(WeightDiagnostics, probabilities_that_are_wrong_show_in_the_mean_weight) {
    Population population;
    for (double& probability : population.probability) {
        probability /= 2;
    }
    const WeightDiagnostics weights = diagnose_weights(population.history());
    EXPECT_NEAR(*weights.mean_weight, 2, 1e-12);
    EXPECT_GT(*weights.mean_weight_z, 10);
    population.probability.clear();
    EXPECT_FALSE(diagnose_weights(population.history()).effective_size);
}

}  // namespace
}  // namespace greenlane::evaluation
