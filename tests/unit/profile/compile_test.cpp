#include "greenlane/profile/compile.h"

#include "greenlane/random/draw.h"

#include "unit/profile/reading.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

namespace greenlane::profile::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A value that stands at line:column.
template <typename T>
Located<T> at(std::uint32_t line, std::uint32_t column, T value) {
    return {std::move(value), {nullptr, line, column}};
}
Located<std::string> text(std::uint32_t line, std::uint32_t column, std::string value) {
    return at(line, column, std::move(value));
}

RuleDefinition rule(std::uint32_t line, std::string code) {
    RuleDefinition definition;
    definition.code = text(line, 8, std::move(code));
    definition.lane = text(line + 1, 8, "red");
    return definition;
}

ProfileDefinition profile(std::vector<RuleDefinition> rules = {}) {
    ProfileDefinition definition;
    definition.name = text(2, 8, "test");
    definition.rules = std::move(rules);
    return definition;
}

struct Compilation {
    std::optional<CompiledProfile> profile;
    Diagnostics diagnostics;
};

Compilation compiled(const ProfileDefinition& definition) {
    Compilation result;
    result.profile =
        compile(definition, std::make_shared<const Lists>(example_lists()), 2, result.diagnostics);
    return result;
}

std::vector<std::string> mistakes(const ProfileDefinition& definition) {
    const Compilation result = compiled(definition);
    EXPECT_FALSE(result.profile.has_value());
    return messages(result.diagnostics);
}

std::vector<std::string> warnings(const ProfileDefinition& definition) {
    const Compilation result = compiled(definition);
    EXPECT_TRUE(result.profile.has_value());
    return messages(result.diagnostics);
}

TEST(Compile, FlattensAProfile) {
    RuleDefinition full = rule(20, "P017");
    full.when = text(22, 8, "hs in mea('Basel') and not has_document('basel_movement')");
    full.rate = at(23, 8, 0.25);
    full.points = at(24, 10, std::int64_t{40});
    full.nii = at(25, 7, true);
    full.mandatory = at(26, 13, true);
    full.risk = text(27, 8, "environment");
    full.agreement = text(28, 13, "CITES");
    full.reason = "why";
    full.valid = {at(29, 10, Date{2026, 1, 1}), at(29, 30, Date{2026, 1, 1})};
    RuleDefinition points = rule(30, "P018");
    points.lane.reset();
    points.points = at(31, 10, std::int64_t{-5});
    ProfileDefinition definition = profile({full, points});
    definition.random_rate = at(3, 15, 0.02);
    definition.random_lane = text(4, 15, "yellow");
    definition.thresholds = {at(6, 10, std::int64_t{30}), at(7, 7, std::int64_t{60})};
    definition.capacity = {{text(9, 1, "red"), at(9, 20, std::int64_t{40}), text(9, 30, "16:30"),
                            text(9, 50, "yellow")}};

    const auto [result, diagnostics] = compiled(definition);
    ASSERT_TRUE(result);
    EXPECT_THAT(messages(diagnostics), IsEmpty());
    EXPECT_EQ(result->name, "test");
    EXPECT_FALSE(result->recorded);
    EXPECT_EQ(result->random_rate, 0.02);
    EXPECT_EQ(result->random_lane, Lane::yellow);
    EXPECT_EQ(result->yellow_from, 30);
    EXPECT_EQ(result->red_from, 60);
    EXPECT_EQ(result->decide_at, 16 * hour + 30 * minute);
    const auto& capacity = result->capacity[static_cast<std::size_t>(Lane::red)];
    ASSERT_TRUE(capacity);
    EXPECT_EQ(capacity->per_day, 40);
    EXPECT_EQ(capacity->overflow, Lane::yellow);
    EXPECT_FALSE(result->capacity[static_cast<std::size_t>(Lane::yellow)]);

    ASSERT_EQ(result->rules.size(), 2u);
    const CompiledRule& first = result->rules[0];
    EXPECT_EQ(first.code, "P017");
    EXPECT_EQ(first.key, random::name_key("P017"));
    EXPECT_EQ(describe(result->conditions, first.condition),
              "hs in ['2620', '391510'] and not has_document('basel_movement')");
    EXPECT_EQ(first.lane, Lane::red);
    EXPECT_EQ(first.rate, 0.25);
    EXPECT_EQ(first.points, 40);
    EXPECT_TRUE(first.nii);
    EXPECT_TRUE(first.mandatory);
    EXPECT_EQ(first.risk, Risk::environment);
    EXPECT_EQ(first.agreement, 1u);
    EXPECT_EQ(first.reason, "why");
    EXPECT_EQ(first.valid_from, days_since_epoch({2026, 1, 1}));
    EXPECT_EQ(first.valid_to, first.valid_from);
    const CompiledRule& second = result->rules[1];
    EXPECT_FALSE(second.lane);
    EXPECT_EQ(second.rate, 1);
    EXPECT_EQ(second.points, -5);
    EXPECT_EQ(second.risk, Risk::revenue);
    EXPECT_EQ(second.agreement, CompiledRule::no_agreement);
    EXPECT_LT(second.valid_from, 0);
    EXPECT_EQ(second.valid_to, std::numeric_limits<std::int64_t>::max());
    EXPECT_THAT(result->conditions.programs[second.condition].instructions, IsEmpty());
    EXPECT_EQ(result->conditions.currency_minor_digits, 2);
}

TEST(Compile, TakesWhatIsLeftOutFromTheDefaults) {
    ProfileDefinition definition = profile({rule(5, "A")});
    definition.capacity = {{text(9, 1, "red"), at(9, 20, std::int64_t{0}), {}, {}}};
    const auto [result, diagnostics] = compiled(definition);
    ASSERT_TRUE(result);
    EXPECT_THAT(messages(diagnostics), IsEmpty());
    EXPECT_EQ(result->random_rate, 0);
    EXPECT_EQ(result->random_lane, Lane::red);
    EXPECT_FALSE(result->yellow_from);
    EXPECT_FALSE(result->decide_at);
    EXPECT_EQ(result->capacity[static_cast<std::size_t>(Lane::red)]->overflow, Lane::green);
}

TEST(Compile, KnowsTheRecordedProfile) {
    const auto [result, diagnostics] = compiled(recorded_profile());
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->recorded);
    EXPECT_EQ(result->name, "recorded");
    ProfileDefinition impostor = profile();
    impostor.name.value = "recorded";
    EXPECT_THAT(mistakes(impostor),
                ElementsAre("2:8: 'recorded' is the name of the built-in profile that replays the "
                            "records | give the profile another name"));
}

TEST(Compile, FindsEveryMistakeInOnePass) {
    RuleDefinition bad = rule(20, "");
    bad.lane = text(21, 8, "rde");
    bad.when = text(22, 8, "masss > 5");
    bad.rate = at(23, 8, 40.0);
    bad.points = at(24, 10, std::int64_t{100'001});
    bad.risk = text(27, 8, "enviroment");
    bad.agreement = text(28, 13, "Basl");
    bad.valid = {at(29, 10, Date{2026, 2, 1}), at(29, 30, Date{2026, 1, 31})};
    ProfileDefinition definition = profile({bad});
    definition.name = text(1, 1, "");
    definition.random_rate = at(3, 15, std::nan(""));
    definition.random_lane = text(4, 15, "amber");
    definition.thresholds = {at(6, 10, std::int64_t{60}), at(7, 7, std::int64_t{60})};
    EXPECT_THAT(
        mistakes(definition),
        ElementsAre(
            "1:1: the profile has no name | write name = \"...\" under [profile]",
            "3:15: random_rate is not between 0 and 1",
            "4:15: unknown lane 'amber' | one of 'green', 'blue', 'yellow', 'red'",
            "7:7: red begins at 60 points, which is not above yellow's 60 | red is the stricter "
            "lane and begins above yellow",
            "20:8: the rule has no code | write code = \"P001\": decisions and audits name the "
            "rule by it",
            "21:8: unknown lane 'rde' | did you mean 'red'?",
            "23:8: rate is not between 0 and 1 | a share is written as 0.02, not as 2 (percent)",
            "24:10: points are not between -100000 and 100000",
            "27:8: unknown risk 'enviroment' | did you mean 'environment'?",
            "28:13: unknown agreement 'Basl' | did you mean 'Basel'?",
            "29:10: the rule is never valid: it begins on 2026-02-01 and ends on 2026-01-31",
            "22:9: unknown field 'masss' | did you mean 'mass'?"));
}

TEST(Compile, RefusesCapacitiesThatContradictEachOther) {
    ProfileDefinition definition = profile();
    definition.capacity = {
        {text(9, 1, "red"), at(9, 20, std::int64_t{-1}), text(9, 30, "16:00"), text(9, 50, "red")},
        {text(10, 1, "yellow"), at(10, 20, std::int64_t{1}), text(10, 30, "16:01"), {}},
        {text(11, 1, "blue"), at(11, 20, std::int64_t{1}), {}, text(11, 50, "yellow")},
        {text(12, 1, "green"), at(12, 20, std::int64_t{1}), text(12, 30, "16:00"), {}},
        {text(13, 1, "yelow"), at(13, 20, std::int64_t{1}), text(13, 30, "24:00"), {}},
    };
    EXPECT_THAT(
        mistakes(definition),
        ElementsAre(
            "9:20: per_day is negative",
            "9:50: overflow goes to a less strict lane, and red is not less strict than red",
            "10:30: a profile decides all its lanes at one time, and '16:01' is not "
            "'16:00'",
            "11:50: overflow goes to a less strict lane, and yellow is not less strict "
            "than blue",
            "11:1: a profile decides all its lanes at one time, and 'lodgement' is not "
            "'16:00'",
            "12:1: the green lane has no capacity | it takes what the other lanes cannot",
            "13:1: unknown lane 'yelow' | did you mean 'yellow'?",
            "13:30: unknown time of decision '24:00' | write \"lodgement\", or a local "
            "time such as \"16:00\"",
            "13:30: a profile decides all its lanes at one time, and '24:00' is not "
            "'16:00'"));
}

TEST(Compile, RefusesRulesWithoutEffect) {
    RuleDefinition nothing = rule(5, "A");
    nothing.lane.reset();
    nothing.nii = at(6, 7, true);
    nothing.mandatory = at(7, 13, true);
    EXPECT_THAT(mistakes(profile({nothing})),
                ElementsAre("5:8: rule 'A' has neither lane nor points | write lane = \"red\" to "
                            "select, or points = 10 to add to the score",
                            "6:7: nii needs a lane: points alone select nothing | write a lane, or "
                            "leave nii out",
                            "7:13: mandatory needs a lane: points alone select nothing | write a "
                            "lane, or leave mandatory out"));
    RuleDefinition points = rule(5, "A");
    points.lane.reset();
    points.points = at(6, 10, std::int64_t{5});
    EXPECT_THAT(warnings(profile({points})),
                ElementsAre("6:10: warning: points select nothing in a profile without thresholds "
                            "| write [thresholds] yellow = 30, red = 60"));
}

TEST(Compile, RefusesCodesThatShareTheirDraws) {
    EXPECT_THAT(mistakes(profile({rule(5, "A"), rule(9, "B"), rule(13, "A")})),
                ElementsAre("13:8: a second rule has the code 'A'"));
    // Two words with one 32-bit FNV-1a hash.
    ASSERT_EQ(random::name_key("costarring"), random::name_key("liquid"));
    EXPECT_THAT(mistakes(profile({rule(5, "costarring"), rule(9, "liquid")})),
                ElementsAre("9:8: the codes 'liquid' and 'costarring' have the same key and would "
                            "share their draws | change one of them"));
}

TEST(Compile, RefusesThresholdsOutOfRange) {
    ProfileDefinition definition = profile();
    definition.thresholds.yellow = at(6, 10, std::int64_t{0});
    definition.thresholds.red = at(7, 7, std::int64_t{1} << 31);
    EXPECT_THAT(mistakes(definition),
                ElementsAre("6:10: a threshold is at least 1 point, and within 32 bits",
                            "7:7: a threshold is at least 1 point, and within 32 bits"));
}

TEST(Compile, WarnsOfRulesThatSelectByExCodesAlone) {
    const auto warned = [](const std::string& when, double rate = 1,
                           const std::string& risk = "environment",
                           const std::string& agreement = "") {
        RuleDefinition definition = rule(5, "A");
        definition.when = text(7, 8, when);
        definition.rate = at(8, 8, rate);
        definition.risk = text(9, 8, risk);
        if (!agreement.empty()) {
            definition.agreement = text(10, 8, agreement);
        }
        return warnings(profile({definition}));
    };
    const std::string message =
        "7:8: warning: rule 'A' selects by \"ex\" codes alone, of which only part is controlled | "
        "add a description, a document or a rate below 1";
    EXPECT_THAT(warned("hs in ['391510', '25241001'] and origin == 'XA'"), ElementsAre(message));
    EXPECT_THAT(warned("hs in ['391510'] and hs not in ['2620']"), ElementsAre(message));
    EXPECT_THAT(warned("hs == '391510'", 1, "environment", "Basel"), ElementsAre(message));
    for (const std::string when :
         {"hs in ['391510'] and description contains 'waste'",
          "hs in ['391510'] and not has_document('basel_movement')", "hs in mea('Basel')",
          "hs in ['391510', '0106']", "hs in ['262011']", "hs not in ['391510']", "mode == 'sea'",
          "hs in ['3915']"}) {
        EXPECT_THAT(warned(when), IsEmpty()) << when;
    }
    EXPECT_THAT(warned("hs in ['391510']", 0.5), IsEmpty());
    EXPECT_THAT(warned("hs in ['391510']", 1, "revenue"), IsEmpty());
    EXPECT_THAT(warned("hs in ['391510']", 1, "environment", "CITES"), IsEmpty());
}

}  // namespace
}  // namespace greenlane::profile::test
