#include "greenlane/evaluation/imperfect_inspection.h"

#include "unit/evaluation/reference_values.h"

#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

// sel_bg_hepatic of validation_values.json: 429 flagged, 221 left; Drum and Christlieb 1972.
constexpr VerificationTable hepatic{{231, 263}, {27, 81}, 429, 221};

TEST(BeggGreenes, corrects_for_who_was_inspected) {
    const VerifiedAccuracy accuracy = begg_greenes(hepatic);
    EXPECT_NEAR(accuracy.sensitivity->rate, 0.8364667154352596, 1e-12);
    EXPECT_NEAR(accuracy.specificity->rate, 0.7383980181668042, 1e-12);
    EXPECT_NEAR(*accuracy.sensitivity->standard_error, 0.024498031263247712, 1e-12);
    EXPECT_NEAR(*accuracy.specificity->standard_error, 0.038862679922539195, 1e-12);
    EXPECT_NEAR(accuracy.sensitivity->interval->low, 0.782646518497574, 1e-12);
    EXPECT_NEAR(accuracy.sensitivity->interval->high, 0.8790201900636532, 1e-12);
    EXPECT_NEAR(accuracy.specificity->interval->low, 0.6555077130173668, 1e-12);
    EXPECT_NEAR(accuracy.specificity->interval->high, 0.8072095168392743, 1e-12);
    EXPECT_NEAR(*accuracy.prevalence, 0.6930291508238277, 1e-12);
    EXPECT_NEAR(*accuracy.hit_rate_flagged, 0.8783269961977186, 1e-12);
    EXPECT_NEAR(*accuracy.compliant_rate_left, 0.6666666666666667, 1e-12);
}

TEST(BeggGreenes, meets_the_shared_values) {
    const auto reference = reference_case("sel_bg_hepatic");
    if (!reference) {
        GTEST_SKIP() << "no reference values under " << GREENLANE_SHARED;
    }
    const auto& values = reference->at("values");
    const VerifiedAccuracy accuracy = begg_greenes(hepatic);
    const auto expect = [&](double value, const nlohmann::json& expected) {
        EXPECT_NEAR(value, expected.get<double>(), 1e-12);
    };
    expect(accuracy.sensitivity->rate, values.at("BG_sens"));
    expect(accuracy.specificity->rate, values.at("BG_spec"));
    expect(*accuracy.sensitivity->standard_error, values.at("se_BG_sens"));
    expect(*accuracy.specificity->standard_error, values.at("se_BG_spec"));
    expect(accuracy.sensitivity->interval->low, values.at("sens_logit_CI95")[0]);
    expect(accuracy.sensitivity->interval->high, values.at("sens_logit_CI95")[1]);
    expect(accuracy.specificity->interval->low, values.at("spec_logit_CI95")[0]);
    expect(accuracy.specificity->interval->high, values.at("spec_logit_CI95")[1]);
    expect(*accuracy.prevalence, values.at("prevalence_adj"));
    expect(*accuracy.hit_rate_flagged, values.at("PPV"));
    expect(*accuracy.compliant_rate_left, values.at("NPV"));
}

TEST(BeggGreenes, is_undefined_where_one_side_was_never_inspected) {
    const VerifiedAccuracy blind = begg_greenes({{231, 263}, {0, 0}, 429, 221});
    EXPECT_FALSE(blind.sensitivity);
    EXPECT_FALSE(blind.specificity);
    EXPECT_FALSE(blind.prevalence);
    EXPECT_FALSE(blind.compliant_rate_left);
    EXPECT_TRUE(blind.hit_rate_flagged);
    EXPECT_FALSE(begg_greenes({{0, 10}, {0, 10}, 20, 20}).sensitivity);
    EXPECT_EQ(begg_greenes({{0, 10}, {0, 10}, 20, 20}).specificity->rate, 0.5);
}

TEST(BeggGreenes, an_empty_cell_leaves_no_interval) {
    const VerifiedAccuracy accuracy = begg_greenes({{5, 10}, {0, 10}, 20, 20});
    EXPECT_EQ(accuracy.sensitivity->rate, 1);
    EXPECT_FALSE(accuracy.sensitivity->interval);
    EXPECT_FALSE(accuracy.sensitivity->standard_error);
    EXPECT_TRUE(accuracy.specificity->interval);
}

TEST(RoganGladen, turns_the_reported_rate_into_the_one_behind_it) {
    const auto corrected = rogan_gladen({122, 1000}, 0.85, 0.9);
    EXPECT_NEAR(corrected->unclipped, 0.02933333333333336, 1e-12);
    EXPECT_EQ(corrected->rate, corrected->unclipped);
    EXPECT_FALSE(corrected->clipped);
    // Wilson's limits of 122 / 1000, less 0.1, over 0.75.
    EXPECT_NEAR(corrected->interval.low, 0.004198326284439761, 1e-12);
    EXPECT_NEAR(corrected->interval.high, 0.05832571293566643, 1e-12);
}

TEST(RoganGladen, clips_and_says_so) {
    const auto corrected = rogan_gladen({50, 1000}, 0.85, 0.9);
    EXPECT_NEAR(corrected->unclipped, -0.06666666666666658, 1e-12);
    EXPECT_EQ(corrected->rate, 0);
    EXPECT_TRUE(corrected->clipped);
    EXPECT_FALSE(rogan_gladen({50, 1000}, 0.5, 0.5));
    EXPECT_FALSE(rogan_gladen({0, 0}, 0.85, 0.9));
}

TEST(RoganGladen, meets_the_shared_values) {
    const auto reference = reference_case("sel_rogan_gladen");
    if (!reference) {
        GTEST_SKIP() << "no reference values under " << GREENLANE_SHARED;
    }
    const auto& values = reference->at("values");
    EXPECT_NEAR(rogan_gladen({122, 1000}, 0.85, 0.9)->rate, values.at("prevalence").get<double>(),
                1e-12);
    EXPECT_NEAR(rogan_gladen({50, 1000}, 0.85, 0.9)->unclipped,
                values.at("flag_0_05_gives").get<double>(), 1e-12);
}

}  // namespace
}  // namespace greenlane::evaluation
