#include "experiment/paired_means.h"

#include "greenlane/random/arithmetic.h"
#include "greenlane/random/draw.h"

#include <cmath>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using Values = std::vector<std::optional<double>>;

std::vector<std::optional<double>> means(const std::vector<Values>& settings) {
    return means_on_common_draws(std::vector<kpi::Replicated>(settings.begin(), settings.end()));
}

TEST(PairedMeans, KeepTheDistanceThatEveryReplicationShows) {
    const Values longest{1, 9, 2, 7, 5, 6};  // mean 5, of the first two as well
    const auto found = means({{3, 11}, longest, {0, 8, 1}, {1, 9, 2, 7}});
    EXPECT_DOUBLE_EQ(found[0].value(), 7);
    EXPECT_DOUBLE_EQ(found[1].value(), 5);
    EXPECT_DOUBLE_EQ(found[2].value(), 4);  // 3 by itself
    EXPECT_EQ(found[3], found[1]);          // to the bit: they are one
}

TEST(PairedMeans, TakeTheMostAlikeAndWhatItLearned) {
    const Values longest{0, 4, 2, 6, 3, 3, 10, 4};  // mean 4
    const Values middle{1, 4, 3, 6};                // + 1, 0, 1, 0: mean 4.5
    const Values shortest{11, 14, 13};              // middle + 10 in every replication
    EXPECT_DOUBLE_EQ(means({longest, middle, shortest})[2].value(), 14.5);
}

TEST(PairedMeans, LeaveAloneWhatIsMovedByOtherDraws) {
    const Values longest{0, 4, 0, 4, 9, 9};
    EXPECT_EQ(means({longest, {3, 1, 3, 1}})[1], 2);  // the difference varies more
    EXPECT_EQ(means({longest, {5, 5, 5}})[1], 5);     // a cost
}

TEST(PairedMeans, SkipUndefinedValues) {
    const Values longest{1, std::nullopt, 2, 3, 6};
    const auto found =
        means({longest, {2, std::nullopt, 3}, {std::nullopt}, {7, std::nullopt}, {2, 50, 3, 4}});
    EXPECT_DOUBLE_EQ(found[0].value(), 3);
    EXPECT_DOUBLE_EQ(found[1].value(), 4);
    EXPECT_EQ(found[2], std::nullopt);
    EXPECT_EQ(found[3], 7);  // one replication shows no likeness
    // Nor do three of its four, which differ by 1: its mean would rest on these alone.
    EXPECT_DOUBLE_EQ(found[4].value(), 59.0 / 4);
}

/// Twelve replications beside sixty-four: the variance of the mean is s_d^2 / 12 + (s^2 - s_d^2) /
/// 64 where the setting's own is s^2 / 12.
TEST(PairedMeans, VaryAsSaid) {
    constexpr std::uint64_t seeds = 4'000;
    constexpr double common = 1;
    constexpr double own = 0.2;
    double squares = 0;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        const auto normal = [&](std::uint64_t replication, std::uint64_t number) {
            return random::normal_quantile(
                random::uniform(random::draw(random::make_key(seed, replication), number,
                                             {.purpose = random::Purpose::resample})
                                    .first));
        };
        std::vector<Values> settings(2);
        for (std::uint64_t i = 0; i < 64; ++i) {
            settings[0].emplace_back(common * normal(i, 0) + own * normal(i, 1));
            if (i < 12) {
                settings[1].emplace_back(common * normal(i, 0) + own * normal(i, 2));
            }
        }
        const double mean = means(settings)[1].value();
        squares += mean * mean;
    }
    const double s = common * common + own * own;
    const double s_d = 2 * own * own;
    const double variance = s_d / 12 + (s - s_d) / 64;
    // 4 standard errors of a variance of normal values.
    EXPECT_NEAR(squares / seeds, variance, 4 * variance * std::sqrt(2.0 / seeds));
}

}  // namespace
}  // namespace greenlane::experiment
