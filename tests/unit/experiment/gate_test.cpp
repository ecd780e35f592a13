#include "greenlane/experiment/gate.h"

#include "greenlane/core/diagnostics.h"
#include "greenlane/kpi/kpi_table.h"

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string refusal(const char* text) {
    try {
        parse_gate(text);
    } catch (const InputError& error) {
        EXPECT_EQ(error.failure(), Failure::usage);
        return error.what();
    }
    return "none";
}

TEST(Gate, IsTrueBeyondItsLimit) {
    const auto is_true = [](const char* text, double value) {
        return parse_gate(text).is_true(value);
    };
    EXPECT_TRUE(is_true("clearance.time>2", 2.1));
    EXPECT_FALSE(is_true("clearance.time>2", 2));
    EXPECT_TRUE(is_true("clearance.time>=2", 2));
    EXPECT_FALSE(is_true("clearance.time>=2", 1.9));
    EXPECT_TRUE(is_true("clearance.time<2", 1.9));
    EXPECT_FALSE(is_true("clearance.time<2", 2));
    EXPECT_TRUE(is_true("clearance.time<=2", 2));
    EXPECT_FALSE(is_true("clearance.time<=2", 2.1));
}

TEST(Gate, TakesLimitsInTheUnitOfTheKpi) {
    EXPECT_EQ(parse_gate("clearance.time.p90 > 1.5d").limit, 36);
    EXPECT_EQ(parse_gate("clearance.time>90min").limit, 1.5);
    EXPECT_EQ(parse_gate("selectivity.selected>=12.5 %").limit, 12.5);
    EXPECT_EQ(parse_gate("revenue.lost>-1e6").limit, -1e6);
    EXPECT_EQ(parse_gate("clearance.utilisation.scanner<=0.85").limit, 85);
    EXPECT_EQ(parse_gate("clearance.utilisation.scanner<=0.85%").limit, 0.85);
    EXPECT_EQ(parse_gate("release.detained>0.57").limit, 57);
    EXPECT_EQ(parse_gate("release.detained>0").limit, 0);
    EXPECT_EQ(parse_gate("release.detained>1%").limit, 1);
    EXPECT_EQ(parse_gate("clearance.utilisation>150%").limit, 150);
    EXPECT_EQ(parse_gate("clearance.utilisation.scanner<=0.85").quantity.station, "scanner");
    EXPECT_EQ(parse_gate("clearance.time.p90>1").quantity.id(), "clearance.time.p90");
}

TEST(Gate, RefusesSharesThatMayMeanTwoThings) {
    EXPECT_THAT(refusal("release.detained>1"),
                AllOf(HasSubstr("'release.detained>1': the limit 1 may be a share or a percentage"),
                      HasSubstr("hint: write 1% or 100%")));
    EXPECT_THAT(refusal("release.detained>30"), testing::EndsWith("hint: write 30%"));
    EXPECT_THAT(refusal("clearance.utilisation.desk>1.1"), HasSubstr("write 1.1% or 110%"));
}

TEST(Gate, RefusesLimitsThatNothingMeets) {
    for (const char* text :
         {"targeting.hit_rate<200%", "targeting.hit_rate<100.1%", "targeting.hit_rate<150",
          "targeting.hit_rate<-0.1", "targeting.hit_rate<-1%"}) {
        EXPECT_THAT(refusal(text),
                    AllOf(HasSubstr("is no share that there can be"), HasSubstr("0% to 100%")));
    }
    EXPECT_THAT(refusal("clearance.utilisation>-1%"), HasSubstr("0% or more"));
    for (const char* text : {"clearance.time>-5h", "clearance.time>-5"}) {
        EXPECT_THAT(refusal(text), HasSubstr("a time cannot be negative"));
    }
}

TEST(Gate, RefusesWhatItCannotJudge) {
    EXPECT_THAT(refusal("clearance.tim>2"), HasSubstr("there is no KPI 'clearance.tim'"));
    EXPECT_THAT(refusal("clearance.tim>2"), HasSubstr("did you mean 'clearance.time'?"));
    EXPECT_THAT(refusal("clearance.time=2"), HasSubstr("not of the form KPI>LIMIT"));
    for (const char* text : {"clearance.time>", "clearance.time>soon", "clearance.time>5%",
                             "selectivity.selected>2h", "clearance.time>nan"}) {
        EXPECT_THAT(refusal(text), HasSubstr("the limit is no number")) << text;
    }
}

}  // namespace
}  // namespace greenlane::experiment
