#include "greenlane/kpi/kpi_figure.h"

#include "support/draws.h"

#include <cmath>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using Values = std::vector<std::optional<double>>;

const Kpi& kpi(std::string_view id) {
    return kpis()[kpi_index(id)];
}
const Kpi& share() {
    return kpi("targeting.hit_rate");
}
const Kpi& time() {
    return kpi("clearance.time");
}

TEST(Confidence, IsThatOfTheSpreadWhereThereIsOne) {
    const Values values{4, 7, 5, std::nullopt, 5.5, 9};
    for (const double limit : {4.0, 6.0, 8.0}) {
        const double at_most = *confidence_at_most(values, limit);
        EXPECT_EQ(confidence(time(), values, 0, {limit}), at_most);
        EXPECT_DOUBLE_EQ(*confidence(time(), values, 0, {limit, true}), 1 - at_most);
        EXPECT_EQ(confidence(share(), values, 50, {limit}), at_most);
    }
    EXPECT_EQ(confidence(time(), Values{4}, 0, {5}), std::nullopt);
    EXPECT_EQ(confidence(share(), Values{4}, 100, {5}), std::nullopt);
}

/// 0.975 is met at the limit of the 95 % interval that stands beside it.
TEST(Confidence, OfEqualSharesIsThatOfTheirCounts) {
    for (const double percent : {0.0, 20.0, 100.0}) {
        const Values values(4, percent);
        const Interval interval = *figure_of(share(), values, 200)->interval;
        EXPECT_NEAR(*confidence(share(), values, 200, {interval.high}), percent == 100 ? 1 : 0.975,
                    1e-9);
        EXPECT_NEAR(*confidence(share(), values, 200, {interval.low, true}),
                    percent == 0 ? 1 : 0.975, 1e-9);
    }
    // None of 200: P(none | share) = (1 - share)^200.
    const Values none(4, 0.0);
    EXPECT_NEAR(*confidence(share(), none, 200, {1}), 1 - std::pow(0.99, 200), 1e-12);
    EXPECT_EQ(confidence(share(), none, 200, {0}), 0);
    EXPECT_NEAR(*confidence(share(), Values(4, 100.0), 200, {99, true}), 1 - std::pow(0.99, 200),
                1e-12);
    EXPECT_EQ(confidence(share(), none, 200, {100}), 1);
    EXPECT_EQ(confidence(share(), none, 200, {0, true}), 1);
}

TEST(Confidence, OfOtherEqualValuesIsNoMoreThanTheyShow) {
    for (const std::size_t n : {2U, 4U, 18U, 40U}) {
        const Values values(n, 3.0);
        const double shown = (static_cast<double>(n) + 1) / (static_cast<double>(n) + 2);
        EXPECT_DOUBLE_EQ(*confidence(time(), values, 0, {3}), shown);
        EXPECT_NEAR(*confidence(time(), values, 0, {2.9}), 1 - shown, 1e-15);
        EXPECT_DOUBLE_EQ(*confidence(time(), values, 0, {2.9, true}), shown);
        EXPECT_NEAR(*confidence(time(), values, 0, {3.1, true}), 1 - shown, 1e-15);
        EXPECT_EQ(confidence(time(), values, 0, {3}, false), 1);
        EXPECT_EQ(confidence(time(), values, 0, {2.9}, false), 0);
    }
}

/// What happens in a share of the replications that may be any with like probability happens in the
/// next one, where none of n showed it, once in n + 2: 200,000 laws, z = 3.29.
TEST(Confidence, OfEqualValuesIsRightAboutAFurtherReplication) {
    test::Draws draws(43);
    constexpr std::size_t n = 4;
    const double shown = *confidence(time(), Values(n, 0.0), 0, {1});
    int equal = 0;
    int further = 0;
    for (int law = 0; law < 200000; ++law) {
        const double share = draws.uniform();
        int events = 0;
        for (std::size_t i = 0; i < n; ++i) {
            events += draws.uniform() < share;
        }
        if (events == 0) {
            ++equal;
            further += draws.uniform() >= share;
        }
    }
    ASSERT_GT(equal, 30000);
    EXPECT_NEAR(further, equal * shown, 3.29 * std::sqrt(equal * shown * (1 - shown)));
}

}  // namespace
}  // namespace greenlane::kpi
