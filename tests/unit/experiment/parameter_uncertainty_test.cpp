#include "greenlane/experiment/parameter_uncertainty.h"

#include <cmath>

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

using Scale = UncertainParameter::Scale;

constexpr double z = 3.29;
constexpr std::uint64_t replications = 4000;

UncertainParameter on_log(const char* key, double value, double sd) {
    return {.key = key, .values = {value}, .scale = Scale::log, .sd = {sd}, .law = {}, .with = {}};
}

/// Mean and standard deviation of numbers.
struct Moments {
    double mean = 0;
    double sd = 0;
    explicit Moments(const std::vector<double>& numbers) {
        const auto n = static_cast<double>(numbers.size());
        for (const double number : numbers) {
            mean += number / n;
        }
        for (const double number : numbers) {
            sd += (number - mean) * (number - mean) / n;
        }
        sd = std::sqrt(sd);
    }
};

TEST(ParameterUncertainty, IsNormalAroundTheValueOnItsScale) {
    const std::vector<UncertainParameter> parameters{on_log("arrivals.per_hour", 18, 0.1),
                                                     {.key = "station.pay.share",
                                                      .values = {0.3},
                                                      .scale = Scale::logit,
                                                      .sd = {0.2},
                                                      .law = {},
                                                      .with = {}},
                                                     {.key = "goods.regulated_share",
                                                      .values = {0.05},
                                                      .scale = Scale::none,
                                                      .sd = {},
                                                      .law = random::Law::uniform(0.02, 0.1),
                                                      .with = {}}};
    std::vector<double> logs;
    std::vector<double> odds;
    std::vector<double> shares;
    for (std::uint64_t r = 0; r < replications; ++r) {
        const auto drawn = draw_parameters(parameters, 1, r);
        logs.push_back(std::log(drawn[0].values[0] / 18));
        odds.push_back(std::log(drawn[1].values[0] / (1 - drawn[1].values[0])));
        shares.push_back(drawn[2].values[0]);
    }
    const double n = std::sqrt(double{replications});
    EXPECT_NEAR(Moments(logs).mean, 0, z * 0.1 / n);
    EXPECT_NEAR(Moments(logs).sd, 0.1, z * 0.1 / n / std::sqrt(2.0));
    EXPECT_NEAR(Moments(odds).mean, std::log(0.3 / 0.7), z * 0.2 / n);
    EXPECT_NEAR(Moments(odds).sd, 0.2, z * 0.2 / n / std::sqrt(2.0));
    EXPECT_NEAR(Moments(shares).mean, 0.06, z * 0.08 / std::sqrt(12.0) / n);
}

TEST(ParameterUncertainty, KeepsTheCorrelation) {
    std::vector<UncertainParameter> parameters{on_log("mean", 1, 0.1), on_log("shape", 2, 0.3)};
    parameters[1].with = "mean";
    parameters[1].correlation = -0.6;
    double product = 0;
    std::vector<double> shapes;
    for (std::uint64_t r = 0; r < replications; ++r) {
        const auto drawn = draw_parameters(parameters, 2, r);
        shapes.push_back(std::log(drawn[1].values[0] / 2));
        product += std::log(drawn[0].values[0]) / 0.1 * shapes.back() / 0.3;
    }
    EXPECT_NEAR(Moments(shapes).sd, 0.3, z * 0.3 / std::sqrt(2.0 * replications));
    EXPECT_NEAR(product / replications, -0.6, z * std::sqrt((1 + 0.36) / replications));
}

TEST(ParameterUncertainty, IsAFunctionOfSeedReplicationAndKey) {
    const UncertainParameter rate = on_log("arrivals.per_hour", 18, 0.1);
    const UncertainParameter mean = on_log("station.pay.delay.mean", 3.6e6, 0.2);
    const double alone = draw_parameters({rate}, 1, 5)[0].values[0];
    EXPECT_EQ(draw_parameters({mean, rate}, 1, 5)[1].values[0], alone);
    EXPECT_NE(draw_parameters({rate}, 2, 5)[0].values[0], alone);
    EXPECT_NE(draw_parameters({rate}, 1, 6)[0].values[0], alone);
}

TEST(ParameterUncertainty, DrawsTheElementsOfAnArrayApart) {
    const auto drawn = draw_parameters({{.key = "arrivals.day_of_week",
                                         .values = {0.2, 0.2, 0},
                                         .is_array = true,
                                         .scale = Scale::log,
                                         .sd = {0.1, 0.1, 0},
                                         .law = {},
                                         .with = {}}},
                                       1, 0);
    EXPECT_NE(drawn[0].values[0], drawn[0].values[1]);
    EXPECT_EQ(drawn[0].values[2], 0);
}

TEST(ReplicationRange, HoldsTheNextReplicationWithNinetyFivePercent) {
    std::vector<double> values;
    for (int i = 38; i >= 1; --i) {
        values.push_back(i);
    }
    EXPECT_FALSE(replication_range(values));
    values.push_back(39);
    EXPECT_EQ(replication_range(values)->low, 1);
    EXPECT_EQ(replication_range(values)->high, 39);
    for (int i = 40; i <= 79; ++i) {
        values.push_back(i);
    }
    // 79 values: 1 - 4 / 80 is 95 %, 1 - 6 / 80 is not.
    EXPECT_EQ(replication_range(values)->low, 2);
    EXPECT_EQ(replication_range(values)->high, 78);
}

}  // namespace
}  // namespace greenlane::experiment
