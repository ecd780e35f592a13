#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"
#include "greenlane/screening/screener.h"

#include "support/plain_rows.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

using test::PlainRow;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr random::Key key{1, 2};

/// Probabilities of .9 for importer "bad", .1 for "good", .5 for everybody else.
ScoreModel by_importer() {
    ScoreModel model;
    model.definition.effects = {GroupKey{KeyField::importer}};
    RiskHistory history(keys_of(model.definition));
    for (const char* name : {"bad", "good"}) {
        KeyCodes codes{};
        codes[0] = history.groups().code(KeyField::importer, name);
        history.groups().intern(0, codes);
    }
    history.enter(0);
    model.history = history.snapshot();
    model.model = RandomEffectsModel{0, {{1, {std::log(9.0), -std::log(9.0)}, {5, 5}}}};
    return model;
}

PlainRow of(const char* importer, std::size_t items = 1) {
    PlainRow row;
    row.importer = importer;
    row.items.resize(items);
    return row;
}

profile::CompiledProfile profile_with(std::int32_t points) {
    profile::CompiledProfile profile;
    profile.yellow_from = 40;
    profile.red_from = 60;
    profile.model_points = points;
    return profile;
}

Decisions screened(Screener& screener, const std::vector<PlainRow>& rows) {
    shipment::Vocabulary vocabulary;
    Decisions out;
    screener.screen(test::encode(rows, 0, vocabulary, true), {}, vocabulary, out);
    return out;
}

TEST(ScorePoints, AreProbabilityTimesPointsAndReachThresholds) {
    const FrozenScore score(by_importer());
    const profile::CompiledProfile profile = profile_with(100);
    Screener screener(profile, key, {}, &score);
    const Decisions out =
        screened(screener, {of("good"), of("bad"), of("new"), of("bad", 3), of("bad", 0)});
    EXPECT_THAT(out.points, ElementsAre(10, 90, 50, 90, 0));
    EXPECT_THAT(out.lane,
                ElementsAre(Lane::green, Lane::red, Lane::yellow, Lane::red, Lane::green));
    EXPECT_EQ(out.traits[1], selected | by_rule);
}

TEST(ScorePoints, AreRounded) {
    const FrozenScore score(by_importer());
    const profile::CompiledProfile profile = profile_with(7);
    Screener screener(profile, key, {}, &score);
    // .7, 6.3 and 3.5
    EXPECT_THAT(screened(screener, {of("good"), of("bad"), of("new")}).points,
                ElementsAre(1, 6, 4));
}

TEST(ScorePoints, AddToThoseOfRules) {
    const FrozenScore score(by_importer());
    profile::CompiledProfile profile = profile_with(100);
    profile.conditions.atoms.push_back(
        {profile::Field::importer, profile::Test::word_in, {std::string("good")}});
    profile.conditions.programs.emplace_back().instructions = {{profile::Program::Step::atom, 0}};
    profile::CompiledRule& rule = profile.rules.emplace_back();
    rule.code = "R";
    rule.points = 55;
    rule.valid_from = -1000;
    rule.valid_to = 1000;
    Screener screener(profile, key, {}, &score);
    EXPECT_THAT(screened(screener, {of("good"), of("bad")}).points, ElementsAre(65, 90));
}

TEST(ScorePoints, NeedTheColumnsThatTheModelReads) {
    const FrozenScore score(by_importer());
    const profile::CompiledProfile profile = profile_with(100);
    Screener screener(profile, key, {}, &score);
    PlainRow nameless;
    nameless.items.resize(1);
    try {
        screened(screener, {nameless});
        FAIL();
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("lack what the model reads: importer"));
    }
}

TEST(ScorePoints, AndTheirModelComeTogether) {
    const FrozenScore score(by_importer());
    const profile::CompiledProfile with = profile_with(100);
    const profile::CompiledProfile without = profile_with(0);
    EXPECT_THROW(Screener(with, key, {}), ContractViolation);
    EXPECT_THROW(Screener(without, key, {}, &score), ContractViolation);
}

}  // namespace
}  // namespace greenlane::screening
