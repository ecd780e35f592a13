#include "greenlane/kpi/difference.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"
#include "support/reference_values.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using Values = std::vector<std::optional<double>>;
constexpr std::nullopt_t undefined = std::nullopt;

const Values a{12.1, 9.8, 14.3, 11.0, 10.5, 13.7, 12.9, 9.4, 11.8, 15.2};
const Values b{11.0, 9.1, 12.6, 10.4, 10.1, 12.2, 11.9, 9.0, 10.6, 13.5};

TEST(Difference, MatchesTheReference) {
    const auto reference = test::comparison_case("cmp_paired_welch");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    const auto value = [&](const char* name) {
        return reference->at("values").at(name).get<double>();
    };
    const auto paired = compare_paired(a, b);
    EXPECT_NEAR(paired->figure.mean, value("mean_diff"), 1e-13);
    EXPECT_NEAR(paired->test->statistic, value("paired_t"), 1e-10);
    EXPECT_NEAR(paired->test->p, value("paired_p"), 1e-13);
    EXPECT_NEAR(*paired->correlation, value("correlation"), 1e-13);
    const double variance = value("sd_diff") * value("sd_diff");
    EXPECT_NEAR(*paired->variance_reduction, (value("var_A") + value("var_B")) / variance, 1e-10);
    const auto welch = compare_unpaired(a, b);
    EXPECT_NEAR(welch->test->statistic, value("welch_t"), 1e-12);
    EXPECT_NEAR(welch->test->degrees, value("welch_df"), 1e-11);
    EXPECT_NEAR(welch->test->p, value("welch_p"), 1e-12);
    for (const int side : {0, 1}) {
        const auto limit = [&](const Interval& interval) {
            return side == 0 ? interval.low : interval.high;
        };
        EXPECT_NEAR(limit(paired->test->interval),
                    reference->at("values").at("paired_CI95")[side].get<double>(), 1e-10);
        EXPECT_NEAR(limit(*welch->figure.interval),
                    reference->at("values").at("welch_CI95")[side].get<double>(), 1e-12);
    }
}

TEST(Difference, OfPairsIsReportedWithTheIntervalForSkewedFigures) {
    const auto paired = compare_paired(a, b);
    EXPECT_EQ(paired->pairing, Pairing::paired);
    EXPECT_EQ(paired->figure, paired_difference(a, b));
    EXPECT_NE(paired->figure.interval, paired->test->interval);
    EXPECT_EQ(paired->test->degrees, 9);
    EXPECT_NEAR(paired->test->statistic, 6.527359780402125, 1e-12);
    EXPECT_NEAR(*paired->variance_reduction, 24.125, 1e-3);
    EXPECT_EQ(compare_paired(a, b, 0.8)->figure, paired_difference(a, b, 0.8));
}

TEST(Difference, OfIndependentValuesSaysSo) {
    const auto welch = compare_unpaired(a, b);
    EXPECT_EQ(welch->pairing, Pairing::unpaired);
    EXPECT_EQ(welch->correlation, std::nullopt);
    EXPECT_EQ(welch->variance_reduction, std::nullopt);
    EXPECT_NEAR(welch->test->degrees, 16.85414982577684, 1e-11);
    const Values shorter{11.0, undefined, 9.1, 12.6};
    EXPECT_EQ(compare_unpaired(a, shorter)->figure.n, 3);
    EXPECT_GT(compare_unpaired(a, shorter)->test->degrees, 2);
}

TEST(Difference, OfASystemWithItselfOnTheSameDrawsIsExactlyZero) {
    const auto same = compare_paired(a, a);
    EXPECT_EQ(same->figure, (Figure{0, Interval{0, 0}, 10}));
    EXPECT_EQ(same->test->statistic, 0);
    EXPECT_EQ(same->test->p, 1);
    EXPECT_NEAR(*same->correlation, 1, 1e-15);
    EXPECT_EQ(same->variance_reduction, std::numeric_limits<double>::infinity());
    // A constant shift that doubles hold exactly is certain.
    const auto shifted = compare_paired(Values{3, 5}, Values{2, 4});
    EXPECT_EQ(shifted->test->p, 0);
    EXPECT_EQ(shifted->figure.interval, (Interval{1, 1}));
    const auto constant = compare_paired(Values{2, 2}, Values{2, 2});
    EXPECT_EQ(constant->correlation, std::nullopt);
    EXPECT_EQ(constant->variance_reduction, std::nullopt);
    EXPECT_EQ(compare_unpaired(Values{2, 2}, Values{2, 2})->test->p, 1);
}

TEST(Difference, SkipsPairsWithAnUndefinedValue) {
    const Values first{5, 7, undefined, 9, 4};
    const Values second{4, 4, 1, undefined, 4.5};
    const auto found = compare_paired(first, second);
    const auto complete = compare_paired(Values{5, 7, 4}, Values{4, 4, 4.5});
    EXPECT_EQ(found->figure, complete->figure);
    EXPECT_EQ(found->correlation, complete->correlation);
    EXPECT_EQ(found->variance_reduction, complete->variance_reduction);
    EXPECT_EQ(compare_paired(Values{undefined, 1}, Values{1, undefined}), std::nullopt);
    const auto single = compare_paired(Values{3}, Values{1});
    EXPECT_EQ(single->figure, (Figure{2, undefined, 1}));
    EXPECT_EQ(single->test.has_value(), false);
    EXPECT_FALSE(compare_unpaired(Values{3}, b)->test);
    EXPECT_FALSE(compare_unpaired(Values{undefined}, b));
    EXPECT_THROW(compare_paired(a, Values{1}), ContractViolation);
}

/// aa_tests: of 1,000 comparisons of a system with itself on other draws, 29 to 74 are significant
/// at 5 % (99.9 %, z = 3.29).
TEST(Difference, OfASystemWithItselfOnOtherDrawsIsRarelySignificant) {
    test::Draws draws(31);
    int significant = 0;
    for (int comparison = 0; comparison < 1000; ++comparison) {
        Values first(20);
        Values second(20);
        for (int r = 0; r < 20; ++r) {
            first[r] = draws.normal();
            second[r] = draws.normal();
        }
        significant += compare_unpaired(first, second)->test->p < 0.05;
    }
    EXPECT_GE(significant, 29);
    EXPECT_LE(significant, 74);
}

}  // namespace
}  // namespace greenlane::kpi
