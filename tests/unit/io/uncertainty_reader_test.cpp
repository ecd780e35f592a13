#include "greenlane/io/parameter_uncertainty.h"
#include "greenlane/io/scenario.h"

#include "written_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

using experiment::UncertainParameter;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string post = R"([scenario]
name = "post"
seed = 1
start = 2026-01-05
duration = "7d"

[arrivals]
per_hour = 6
day_of_week = [1, 1, 1, 1, 1, 0, 0]

[[station]]
name = "pay"
stage = "payment"
share = 0.25
delay = { distribution = "gamma", mean = "90min", shape = 2 }

[uncertainty]
)";

struct Read {
    std::vector<UncertainParameter> parameters;
    std::vector<std::string> messages;
};

Read read(const std::string& lines, std::vector<std::string> overrides = {}) {
    const WrittenFiles files;
    const auto file = files.write("post.toml", post + lines);
    Diagnostics diagnostics;
    Read out;
    out.parameters = read_parameter_uncertainty(file, overrides, diagnostics);
    out.messages = files.messages(diagnostics);
    Diagnostics of_scenario;
    read_scenario(file, overrides, of_scenario);
    EXPECT_EQ(files.messages(of_scenario), out.messages);
    return out;
}

TEST(UncertaintyReader, TakesValuesFromTheScenario) {
    const Read got = read(R"("arrivals.per_hour" = { sd_log = 0.05 }
"arrivals.day_of_week" = { sd_log = [0.1, 0.1, 0.1, 0.1, 0.1, 0, 0] }
"station.pay.delay.mean" = { sd_log = 0.2 }
"station.pay.delay.shape" = { sd_log = 0.1, correlation = 0.3, with = "station.pay.delay.mean" }
"station.pay.share" = { distribution = "uniform", low = 0.2, high = 0.3 }
)",
                          {"station.pay.delay.mean=2h"});
    EXPECT_THAT(got.messages, IsEmpty());
    ASSERT_EQ(got.parameters.size(), 5u);
    EXPECT_THAT(got.parameters[0].values, ElementsAre(6));
    EXPECT_THAT(got.parameters[0].sd, ElementsAre(0.05));
    EXPECT_TRUE(got.parameters[1].is_array);
    EXPECT_EQ(got.parameters[1].values.size(), 7u);
    EXPECT_TRUE(got.parameters[2].is_duration);
    EXPECT_THAT(got.parameters[2].values, ElementsAre(2.0 * hour));
    EXPECT_EQ(got.parameters[3].with, "station.pay.delay.mean");
    EXPECT_EQ(got.parameters[3].correlation, 0.3);
    EXPECT_EQ(got.parameters[4].scale, UncertainParameter::Scale::none);
    EXPECT_NEAR(got.parameters[4].law->mean(), 0.25, 1e-12);
}

TEST(UncertaintyReader, WritesWhatSetReads) {
    const Read got = read(
        "\"arrivals.day_of_week\" = { sd_log = 0.1 }\n"
        "\"station.pay.delay.mean\" = { sd_log = 0.1 }\n");
    ASSERT_EQ(got.parameters.size(), 2u);
    EXPECT_EQ(to_override(got.parameters[0], {"arrivals.day_of_week", {0.1, 0.25}}),
              "arrivals.day_of_week=[0.10000000000000001, 0.25]");
    EXPECT_EQ(to_override(got.parameters[1], {"station.pay.delay.mean", {90.4}}),
              "station.pay.delay.mean=\"90ms\"");
}

TEST(UncertaintyReader, TellsEveryMistakeAtItsPlace) {
    const Read got = read(R"("arrivals.per_our" = { sd_log = 0.05 }
"scenario.duration" = { sd_log = 0.05 }
"station.pay.name" = { sd_log = 0.05 }
"arrivals.per_hour" = { sd_logit = 0.05 }
"arrivals.day_of_week" = { sd_log = [0.1] }
"station.pay.share" = { sd_log = -1 }
"station.pay.delay.mean" = {}
"station.pay.delay.shape" = { sd_log = 0.1, correlation = 0.3, with = "goods.eco_share" }
)");
    EXPECT_TRUE(got.parameters.empty());
    EXPECT_THAT(
        got.messages,
        ElementsAre(HasSubstr("post.toml:18:1: error: 'arrivals.per_our' is no key"),
                    HasSubstr(":19:1: error: 'scenario.duration' cannot be uncertain"),
                    HasSubstr(":20:1: error: 'station.pay.name' is no number"),
                    HasSubstr(":21:1: error: 'arrivals.per_hour' is no share"),
                    HasSubstr(":22:1: error: 'arrivals.day_of_week' has 7 values, sd_log 1"),
                    HasSubstr(":23:1: error: 'station.pay.share' has a standard error"),
                    HasSubstr(":24:1: error: 'station.pay.delay.mean' needs one of"),
                    HasSubstr(":25:1: error: 'station.pay.delay.shape' is correlated with")));
}

}  // namespace
}  // namespace greenlane::io
