#include "greenlane/profile/compile.h"

#include "unit/profile/reading.h"

#include <gmock/gmock.h>

namespace greenlane::profile::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <typename T>
Located<T> at(std::uint32_t line, std::uint32_t column, T value) {
    return {std::move(value), {nullptr, line, column}};
}
Located<std::string> text(std::uint32_t line, std::uint32_t column, std::string value) {
    return at(line, column, std::move(value));
}

/// A table from line 10 on, its keys in the lines after it.
RuleDefinition sampling(const std::string& plan) {
    RuleDefinition rule;
    rule.code = text(11, 8, "S1");
    rule.lane = text(12, 8, "red");
    rule.when = text(13, 8, "hs in ['06']");
    SamplingDefinition& definition = rule.sampling.emplace();
    definition.plan = text(14, 8, plan);
    definition.pathway = {{text(15, 12, "origin"), text(15, 22, "hs6")}, {nullptr, 15, 11}};
    definition.clearance = at(16, 13, std::int64_t{10});
    return rule;
}
RuleDefinition skip_lot() {
    RuleDefinition rule = sampling("skip-lot");
    rule.sampling->levels = {{at(17, 11, 1.0), at(17, 16, 0.5), at(17, 21, 0.25)},
                             {nullptr, 17, 10}};
    return rule;
}

struct Compilation {
    std::optional<CompiledProfile> profile;
    std::vector<std::string> messages;
};
Compilation compiled(const RuleDefinition& rule) {
    ProfileDefinition definition;
    definition.name = text(2, 8, "test");
    definition.rules = {rule};
    Diagnostics diagnostics;
    Compilation result;
    result.profile =
        compile(definition, std::make_shared<const Lists>(example_lists()), 2, diagnostics);
    result.messages = messages(diagnostics);
    return result;
}

TEST(SamplingPlan, FlattensASkipLotPlan) {
    RuleDefinition rule = skip_lot();
    rule.sampling->reinstatement = at(18, 17, std::int64_t{3});
    const auto [profile, messages] = compiled(rule);
    ASSERT_TRUE(profile);
    EXPECT_THAT(messages, IsEmpty());
    const CompiledRule& law = profile->rules[0];
    EXPECT_EQ(law.code, "S1");
    EXPECT_EQ(law.lane, Lane::red);
    ASSERT_TRUE(law.sampling);
    EXPECT_EQ(law.sampling->pathway, "origin*hs6");
    EXPECT_THAT(law.sampling->plan.levels, ElementsAre(1.0, 0.5, 0.25));
    EXPECT_EQ(law.sampling->plan.clearance, 10u);
    EXPECT_EQ(law.sampling->plan.reinstatement, 3u);
    EXPECT_EQ(law.sampling->plan.spacing, 0u);
}

TEST(SamplingPlan, FlattensContinuousSampling) {
    RuleDefinition rule = sampling("csp-1");
    rule.sampling->share = at(17, 9, 0.1);
    const auto first = compiled(rule).profile;
    ASSERT_TRUE(first);
    EXPECT_THAT(first->rules[0].sampling->plan.levels, ElementsAre(1.0, 0.1));
    EXPECT_EQ(first->rules[0].sampling->plan.spacing, 0u);
    rule.sampling->plan.value = "csp-2";
    rule.sampling->spacing = at(18, 11, std::int64_t{7});
    const auto second = compiled(rule).profile;
    ASSERT_TRUE(second);
    EXPECT_EQ(second->rules[0].sampling->plan.spacing, 7u);
}

TEST(SamplingPlan, RefusesWhatIsMissing) {
    RuleDefinition rule = sampling("");
    rule.lane.reset();
    rule.sampling->pathway.value.clear();
    rule.sampling->clearance.reset();
    EXPECT_THAT(
        compiled(rule).messages,
        ElementsAre("11:8: sampling 'S1' inspects nothing | write lane = \"red\": where the "
                    "shipments that it selects go",
                    "14:8: sampling 'S1' has no plan | write plan = \"skip-lot\", \"csp-1\" or "
                    "\"csp-2\"",
                    "15:11: sampling 'S1' has no pathway | write pathway = [\"hs6\", \"origin\"]: "
                    "a plan is followed on each of its pathways by itself",
                    "11:8: sampling 'S1' has no clearance number | write clearance = 10: so many "
                    "compliant inspections in a row lead to a lower share"));
    EXPECT_THAT(compiled(sampling("skip-lot")).messages,
                ElementsAre("11:8: sampling 'S1' has no levels | write levels = [1.0, 0.5, 0.25]: "
                            "the shares inspected"));
    EXPECT_THAT(compiled(sampling("csp-2")).messages,
                ElementsAre("11:8: sampling 'S1' has no share | write share = 0.1: what is "
                            "inspected of a pathway that was cleared",
                            "11:8: sampling 'S1' has no spacing | write spacing = 10: two finds "
                            "within so many inspections lead back to all"));
}

TEST(SamplingPlan, RefusesWhatContradictsItself) {
    RuleDefinition rule = skip_lot();
    rule.lane = text(12, 8, "green");
    rule.sampling->pathway.value = {text(15, 12, "orign"), text(15, 21, "hs6"),
                                    text(15, 28, "hs6")};
    rule.sampling->clearance = at(16, 13, std::int64_t{0});
    rule.sampling->levels->value = {at(17, 11, 0.5), at(17, 16, 0.5), at(17, 21, 0.0)};
    rule.sampling->reinstatement = at(18, 17, std::int64_t{11});
    rule.sampling->share = at(19, 9, 0.1);
    rule.sampling->spacing = at(20, 11, std::int64_t{1});
    EXPECT_THAT(
        compiled(rule).messages,
        ElementsAre("12:8: sampling 'S1' inspects nothing | write lane = \"red\": where the "
                    "shipments that it selects go",
                    "15:12: a pathway is not made of 'orign' | did you mean 'origin'?",
                    "15:28: the pathway names 'hs6' twice",
                    "16:13: clearance is at least 1, and within 32 bits",
                    "17:16: levels fall: this one is not below the one before it",
                    "17:21: a level is above 0 and at most 1 | a pathway that nobody looks at "
                    "never comes back",
                    "18:17: reinstatement takes longer than clearance | write a number below the "
                    "clearance number, or leave it out",
                    "19:9: share belongs to the plan csp-1 and csp-2",
                    "20:11: spacing belongs to the plan csp-2"));
}

TEST(SamplingPlan, RefusesPlansThatAreNone) {
    EXPECT_THAT(compiled(sampling("skip_lot")).messages,
                ElementsAre("14:8: unknown sampling plan 'skip_lot' | did you mean 'skip-lot'?"));
    EXPECT_THAT(compiled(sampling("share")).messages,
                ElementsAre("14:8: a share of a pathway needs no sampling plan | write a [[rule]] "
                            "with rate = 0.1"));
    RuleDefinition one = skip_lot();
    one.sampling->levels->value.resize(1);
    one.rate = at(8, 8, 0.5);
    one.points = at(9, 10, std::int64_t{5});
    EXPECT_THAT(compiled(one).messages,
                ElementsAre("8:8: a sampling plan has no rate | its levels or its share say how "
                            "much is inspected",
                            "9:10: a sampling plan gives no points | give them by a [[rule]] "
                            "beside it",
                            "17:10: a skip-lot plan has at least two levels"));
    RuleDefinition full = sampling("csp-1");
    full.sampling->share = at(17, 9, 1.0);
    full.sampling->levels = skip_lot().sampling->levels;
    full.sampling->spacing = at(18, 11, std::int64_t{1});
    EXPECT_THAT(compiled(full).messages, ElementsAre("17:9: share is above 0 and below 1",
                                                     "17:10: levels belongs to the plan skip-lot",
                                                     "18:11: spacing belongs to the plan csp-2"));
}

}  // namespace
}  // namespace greenlane::profile::test
