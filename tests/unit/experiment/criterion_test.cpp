#include "greenlane/experiment/criterion.h"

#include "greenlane/core/diagnostics.h"

#include <vector>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using kpi::Better;
using testing::HasSubstr;

template <typename Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const InputError& error) {
        EXPECT_EQ(error.failure(), Failure::usage);
        return error.what();
    }
    return "";
}

TEST(Criterion, ObjectivesAreKpisStationsAndTheCost) {
    EXPECT_EQ(parse_objective("clearance.time.p90", Better::lower).criterion.id(),
              "clearance.time.p90");
    EXPECT_EQ(parse_objective("clearance.utilisation.desk", Better::lower).criterion.id(),
              "clearance.utilisation.desk");
    EXPECT_EQ(parse_objective("cost", Better::lower).criterion.id(), "cost");
    EXPECT_THAT(refusal([] { parse_objective("clearance.tiem", Better::higher); }),
                testing::AllOf(HasSubstr("--maximise: there is no KPI 'clearance.tiem'"),
                               HasSubstr("did you mean 'clearance.time'")));
}

TEST(Criterion, ConstraintsAreReadInTheUnitOfTheirKpi) {
    const Constraint time = parse_constraint("clearance.time.p90 <= 2d");
    EXPECT_EQ(time.limit, 48);
    EXPECT_FALSE(time.at_least);
    EXPECT_EQ(time.text, "clearance.time.p90<=2d");
    EXPECT_EQ(time.violation(48), 0);
    EXPECT_EQ(time.violation(60), 0.25);
    const Constraint share = parse_constraint("release.on_time>=0.9");
    EXPECT_EQ(share.limit, 90);
    EXPECT_TRUE(share.at_least);
    EXPECT_EQ(share.violation(95), 0);
    EXPECT_DOUBLE_EQ(share.violation(81), 0.1);
    EXPECT_THAT(refusal([] { parse_constraint("release.on_time>=90"); }),
                testing::AllOf(HasSubstr("--subject-to 'release.on_time>=90': the limit 90 may be"),
                               HasSubstr("write 90%")));
    EXPECT_EQ(parse_constraint("cost<=26.8").limit, 26.8);
    EXPECT_EQ(parse_constraint("cost<=0").violation(3), 3);
    EXPECT_THAT(refusal([] { parse_constraint("cost<=cheap"); }), HasSubstr("is no number"));
    EXPECT_THAT(refusal([] { parse_constraint("clearance.time"); }),
                testing::AllOf(HasSubstr("'clearance.time': is not of the form KPI<=LIMIT"),
                               HasSubstr("--subject-to 'clearance.time.p90<=24h'")));
}

TEST(Criterion, ConstraintsHoldOfTheLimitToo) {
    const Constraint most = parse_constraint("clearance.time < 90min");
    EXPECT_FALSE(most.at_least);
    EXPECT_EQ(most.text, "clearance.time<=90min");
    const Constraint least = parse_constraint("release.on_time>90%");
    EXPECT_TRUE(least.at_least);
    EXPECT_EQ(least.text, "release.on_time>=90%");
}

TEST(Criterion, ContradictionsAreRefused) {
    const std::vector<Objective> time{parse_objective("clearance.time", Better::lower)};
    const auto refused = [&](const std::vector<Objective>& objectives,
                             std::initializer_list<const char*> texts) {
        std::vector<Constraint> constraints;
        for (const char* text : texts) {
            constraints.push_back(parse_constraint(text));
        }
        return refusal([&] { expect_consistent(objectives, constraints); });
    };
    EXPECT_THAT(refused(time, {"clearance.time<=2h", "clearance.time>=3h"}),
                HasSubstr("contradict each other"));
    EXPECT_EQ(refused(time, {"clearance.time<=3h", "clearance.time>=3h"}), "");
    EXPECT_EQ(refused(time, {"clearance.time<=2h", "clearance.time.p90>=3h"}), "");
    EXPECT_THAT(refused({time[0], parse_objective("clearance.time", Better::higher)}, {}),
                HasSubstr("both maximised and minimised"));
}

}  // namespace
}  // namespace greenlane::experiment
