#include "greenlane/kpi/proportion.h"

#include "greenlane/core/contract.h"

#include <cmath>
#include <vector>

#include <boost/math/distributions/binomial.hpp>
#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

struct Reference {
    Proportion proportion;
    Interval wilson, clopper_pearson, jeffreys;
};

// detection/det_binomial_intervals of validation_values.json (scipy), to be met to 1e-8.
const std::vector<Reference> references{
    {{0, 50}, {0.0, 0.07134759913335872}, {0.0, 0.07112173646419764}, {0.0, 0.048758459444071374}},
    {{3, 50},
     {0.02061497034897397, 0.16217091688838173},
     {0.01254858783533406, 0.16548194660377288},
     {0.017186649071151135, 0.15153256302766024}},
    {{1, 10},
     {0.017876213095072896, 0.4041500267952385},
     {0.0025285785444617848, 0.4450161170281954},
     {0.011011673763161133, 0.3813147710666164}},
    {{25, 500},
     {0.034093745243849435, 0.0727681611715476},
     {0.03261518014933006, 0.07292762165047896},
     {0.03342940578186591, 0.0717552465673543}},
    {{10, 10},
     {0.7224672001371107, 0.9999999999999999},
     {0.6915028921812392, 1.0},
     {0.7828037324907894, 1.0}},
};

void expect_close(const std::optional<Interval>& interval, const Interval& reference) {
    ASSERT_TRUE(interval);
    EXPECT_NEAR(interval->low, reference.low, 1e-8);
    EXPECT_NEAR(interval->high, reference.high, 1e-8);
}

TEST(Proportion, IntervalsMatchTheReference) {
    for (const Reference& reference : references) {
        SCOPED_TRACE(testing::Message()
                     << reference.proportion.events << " of " << reference.proportion.trials);
        expect_close(wilson(reference.proportion), reference.wilson);
        expect_close(clopper_pearson(reference.proportion), reference.clopper_pearson);
        expect_close(jeffreys(reference.proportion), reference.jeffreys);
    }
}

TEST(Proportion, ConfidenceMeetsTheLimitOfClopperAndPearson) {
    for (const Reference& reference : references) {
        if (reference.clopper_pearson.high < 1) {
            EXPECT_NEAR(*confidence_at_most(reference.proportion, reference.clopper_pearson.high),
                        0.975, 1e-8);
        }
    }
    EXPECT_EQ(confidence_at_most(Proportion{0, 50}, 0), 0);
    EXPECT_EQ(confidence_at_most(Proportion{0, 50}, -0.1), 0);
    EXPECT_EQ(confidence_at_most(Proportion{50, 50}, 0.99), 0);
    EXPECT_EQ(confidence_at_most(Proportion{50, 50}, 1), 1);
    EXPECT_EQ(confidence_at_most(Proportion{0, 0}, 0.5), std::nullopt);
}

using Method = std::optional<Interval> (*)(Proportion, double);

double exact_coverage(Method method, std::uint64_t trials, double rate) {
    const boost::math::binomial law(static_cast<double>(trials), rate);
    double coverage = 0;
    for (std::uint64_t events = 0; events <= trials; ++events) {
        if (method({events, trials}, 0.95)->contains(rate)) {
            coverage += pdf(law, static_cast<double>(events));
        }
    }
    return coverage;
}

TEST(Proportion, IntervalsCoverAsTheReferenceSays) {
    EXPECT_NEAR(exact_coverage(wilson, 50, 0.02), 0.9215722516490311, 1e-12);
    EXPECT_NEAR(exact_coverage(clopper_pearson, 50, 0.02), 0.9822419193020285, 1e-12);
    EXPECT_NEAR(exact_coverage(jeffreys, 50, 0.02), 0.9822419193020285, 1e-12);
    EXPECT_NEAR(exact_coverage(wilson, 50, 0.1), 0.9703082890880886, 1e-12);
    EXPECT_NEAR(exact_coverage(clopper_pearson, 50, 0.1), 0.9703082890880886, 1e-12);
    EXPECT_NEAR(exact_coverage(jeffreys, 50, 0.1), 0.941676204602977, 1e-12);
    EXPECT_NEAR(exact_coverage(wilson, 200, 0.02), 0.9330769984494541, 1e-12);
    EXPECT_NEAR(exact_coverage(clopper_pearson, 200, 0.02), 0.962237177410028, 1e-12);
    EXPECT_NEAR(exact_coverage(jeffreys, 200, 0.02), 0.962237177410028, 1e-12);
}

TEST(Proportion, IntervalsMirrorAndWidenWithConfidence) {
    for (const Method method : {Method{wilson}, Method{clopper_pearson}, Method{jeffreys}}) {
        const Interval few = *method({3, 50}, 0.95);
        const Interval many = *method({47, 50}, 0.95);
        EXPECT_NEAR(few.low, 1 - many.high, 1e-14);
        EXPECT_NEAR(few.high, 1 - many.low, 1e-14);
        const Interval wide = *method({3, 50}, 0.99);
        EXPECT_LT(wide.low, few.low);
        EXPECT_GT(wide.high, few.high);
        EXPECT_EQ(method({0, 7}, 0.95)->low, 0);
        EXPECT_EQ(method({7, 7}, 0.95)->high, 1);
    }
}

TEST(Proportion, OfNoTrialsIsUndefined) {
    EXPECT_EQ(Proportion().share(), std::nullopt);
    EXPECT_EQ(wilson({}), std::nullopt);
    EXPECT_EQ(clopper_pearson({}), std::nullopt);
    EXPECT_EQ(jeffreys({}), std::nullopt);
    EXPECT_EQ(smallest_detectable_rate(0), std::nullopt);
    EXPECT_THROW(wilson({2, 1}), ContractViolation);
}

TEST(Proportion, TheSmallestDetectableRateIsMissedOnceInTwenty) {
    EXPECT_DOUBLE_EQ(*smallest_detectable_rate(1), 0.95);
    EXPECT_NEAR(*smallest_detectable_rate(59), 0.049507609888, 1e-12);
    EXPECT_NEAR(*smallest_detectable_rate(1'000'000) * 1e6, -std::log(0.05), 1e-5);
    for (const std::uint64_t trials : {2, 50, 3000}) {
        const double rate = *smallest_detectable_rate(trials, 0.99);
        EXPECT_NEAR(std::pow(1 - rate, static_cast<double>(trials)), 0.01, 1e-13);
    }
}

TEST(ProportionOverReplications, AveragesTheSharesInPercent) {
    const std::vector<Proportion> replications{{1, 10}, {0, 0}, {3, 10}, {1, 5}};
    const std::vector<std::optional<double>> shares{10, std::nullopt, 30, 20};
    const auto figure = estimate_percentage(replications);
    const auto expected = estimate(shares, percentage);
    EXPECT_DOUBLE_EQ(figure->mean, 20);
    EXPECT_EQ(figure->n, 3);
    EXPECT_NEAR(figure->interval->low, expected->interval->low, 1e-12);
    EXPECT_NEAR(figure->interval->high, expected->interval->high, 1e-12);
}

TEST(ProportionOverReplications, NoEventAtAllIsNotCertainty) {
    const auto none = estimate_percentage(std::vector<Proportion>{{0, 20}, {0, 30}});
    EXPECT_EQ(none->mean, 0);
    EXPECT_EQ(none->interval->low, 0);
    EXPECT_NEAR(none->interval->high, 7.112173646419764, 1e-6);
    const auto every = estimate_percentage(std::vector<Proportion>{{4, 4}, {6, 6}});
    EXPECT_EQ(every->mean, 100);
    EXPECT_NEAR(every->interval->low, 69.15028921812392, 1e-6);
    EXPECT_EQ(every->interval->high, 100);
    const auto half = estimate_percentage(std::vector<Proportion>{{1, 2}, {1, 2}});
    EXPECT_TRUE(half->interval->contains(50));
    EXPECT_GT(half->interval->high - half->interval->low, 50);
}

TEST(ProportionOverReplications, OneIsNotEnoughForAnInterval) {
    const auto figure = estimate_percentage(std::vector<Proportion>{{0, 20}, {0, 0}});
    EXPECT_EQ(figure, (Figure{0, std::nullopt, 1}));
    EXPECT_EQ(estimate_percentage(std::vector<Proportion>{{0, 0}}), std::nullopt);
    EXPECT_EQ(estimate_percentage({}), std::nullopt);
}

}  // namespace
}  // namespace greenlane::kpi
