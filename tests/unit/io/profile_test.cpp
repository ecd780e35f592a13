#include "greenlane/io/profile.h"

#include "unit/io/written_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(ProfileReader, FillsADefinition) {
    const WrittenFiles files;
    const std::string text =
        "[profile]\nname = 'p'\nrandom_rate = 0.02\nrandom_lane = 'yellow'\n"
        "[thresholds]\nyellow = 30\nred = 60\n"
        "[capacity]\nred = { per_day = 40, decide = '16:00', overflow = 'yellow' }\n"
        "blue = { per_day = 5 }\n"
        "[[rule]]\ncode = 'P017'\nlane = 'red'\nwhen = \"hs in ['39']\"\nnii = true\nrate = 1\n"
        "points = 40\nrisk = 'environment'\nagreement = 'Basel'\nreason = 'why'\nowner = 'unit'\n"
        "legal_basis = 'law'\nreview_by = 2027-01-01\nmandatory = true\n"
        "valid = { from = 2026-01-01, to = 2026-12-31 }\n"
        "[[rule]]\npoints = -5\n";
    const auto file = files.write("p.toml", text);
    Diagnostics diagnostics;
    const auto profile = read_profile(file, {}, diagnostics);
    ASSERT_TRUE(profile);
    EXPECT_THAT(files.messages(diagnostics), IsEmpty());
    const auto& d = profile->definition;
    EXPECT_EQ(d.name.value, "p");
    EXPECT_EQ(d.random_rate->value, 0.02);
    EXPECT_EQ(d.random_lane->value, "yellow");
    EXPECT_EQ(d.thresholds.yellow->value, 30);
    EXPECT_EQ(d.thresholds.red->value, 60);
    ASSERT_THAT(d.capacity, SizeIs(2));
    EXPECT_EQ(d.capacity[0].lane.value, "red");
    EXPECT_EQ(d.capacity[0].per_day.value, 40);
    EXPECT_EQ(d.capacity[0].decide->value, "16:00");
    EXPECT_EQ(d.capacity[0].overflow->value, "yellow");
    EXPECT_FALSE(d.capacity[1].decide);
    ASSERT_THAT(d.rules, SizeIs(2));
    const auto& rule = d.rules[0];
    EXPECT_EQ(rule.code.value, "P017");
    EXPECT_EQ(rule.lane->value, "red");
    EXPECT_EQ(rule.when->value, "hs in ['39']");
    EXPECT_EQ(rule.when->position.line, 14u);
    EXPECT_EQ(rule.when->position.column, 8u) << "the opening quote";
    EXPECT_TRUE(rule.nii->value);
    EXPECT_TRUE(rule.mandatory->value);
    EXPECT_EQ(rule.rate->value, 1.0);
    EXPECT_EQ(rule.points->value, 40);
    EXPECT_EQ(rule.risk->value, "environment");
    EXPECT_EQ(rule.agreement->value, "Basel");
    EXPECT_EQ(rule.reason, "why");
    EXPECT_EQ(rule.owner, "unit");
    EXPECT_EQ(rule.legal_basis, "law");
    EXPECT_EQ(*rule.review_by, (Date{2027, 1, 1}));
    EXPECT_EQ(rule.valid.from->value, (Date{2026, 1, 1}));
    EXPECT_EQ(rule.valid.to->value, (Date{2026, 12, 31}));
    EXPECT_EQ(d.rules[1].code.value, "");
    EXPECT_EQ(d.rules[1].code.position.line, 26u) << "where its table begins";
    EXPECT_EQ(profile->text, text);
    EXPECT_THAT(profile->lists->watch_lists, IsEmpty());
}

TEST(ProfileReader, FindsListsBesideTheFile) {
    const WrittenFiles files;
    const std::string watch_list =
        "agreement,hs_prefix,goods,ex,scope,confidence,document,hs_edition\n"
        "Basel,3915,plastic,0,full,high,,2022\n";
    files.write("watchlists/basel.csv", watch_list);
    files.write("mine/other.csv", watch_list);
    files.write("suspects.csv", "word\nI1\n");
    Diagnostics diagnostics;
    const auto plain =
        read_profile(files.write("p.toml", "[profile]\nname = 'p'\n"), {}, diagnostics);
    EXPECT_THAT(plain->lists->watch_lists, SizeIs(1));
    const auto stated = read_profile(
        files.write(
            "q.toml",
            "[profile]\nname = 'q'\n[lists]\nwatchlists = 'mine'\nwatched = 'suspects.csv'\n"),
        {}, diagnostics);
    EXPECT_THAT(stated->lists->watch_lists, SizeIs(1));
    EXPECT_THAT(stated->lists->find_word_list("watched")->words, ElementsAre("I1"));
    EXPECT_THAT(stated->files,
                ElementsAre(files.folder() / "q.toml", files.folder() / "mine/other.csv",
                            files.folder() / "suspects.csv"));
    EXPECT_THAT(files.messages(diagnostics), IsEmpty());
    read_profile(files.write("r.toml", "[profile]\nname = 'r'\n[lists]\nwatchlists = 'absent'\n"),
                 {}, diagnostics);
    EXPECT_THAT(files.messages(diagnostics),
                ElementsAre("r.toml:4:14: error: there is no folder absent"));
}

TEST(ProfileReader, ReadsSamplingPlansBehindTheRules) {
    const WrittenFiles files;
    const auto file = files.write("p.toml",
                                  "[profile]\nname = 'p'\n"
                                  "[[sampling]]\ncode = 'S1'\nplan = 'skip-lot'\n"
                                  "pathway = ['hs6', 'origin']\nlevels = [1, 0.5]\n"
                                  "clearance = 10\nreinstatement = 5\nlane = 'red'\n"
                                  "reason = 'why'\n"
                                  "[[sampling]]\nshare = 0.1\nspacing = 3\n"
                                  "[[rule]]\ncode = 'R1'\nlane = 'red'\nrate = 0.5\n");
    Diagnostics diagnostics;
    const auto profile = read_profile(file, {}, diagnostics);
    ASSERT_TRUE(profile);
    EXPECT_THAT(files.messages(diagnostics), IsEmpty());
    const auto& rules = profile->definition.rules;
    ASSERT_THAT(rules, SizeIs(3));
    EXPECT_EQ(rules[0].code.value, "R1");
    EXPECT_FALSE(rules[0].sampling);
    EXPECT_EQ(rules[1].code.value, "S1");
    EXPECT_EQ(rules[1].reason, "why");
    ASSERT_TRUE(rules[1].sampling);
    const profile::SamplingDefinition& plan = *rules[1].sampling;
    EXPECT_EQ(plan.plan.value, "skip-lot");
    ASSERT_THAT(plan.pathway.value, SizeIs(2));
    EXPECT_EQ(plan.pathway.value[1].value, "origin");
    EXPECT_EQ(plan.pathway.value[1].position.line, 6u);
    EXPECT_EQ(plan.pathway.value[1].position.column, 19u);
    ASSERT_THAT(plan.levels->value, SizeIs(2));
    EXPECT_EQ(plan.levels->value[1].value, 0.5);
    EXPECT_EQ(plan.clearance->value, 10);
    EXPECT_EQ(plan.reinstatement->value, 5);
    EXPECT_EQ(rules[2].sampling->share->value, 0.1);
    EXPECT_EQ(rules[2].sampling->spacing->value, 3);
    EXPECT_EQ(rules[2].sampling->plan.position.line, 12u) << "missing: where its table begins";
}

TEST(ProfileReader, TellsEveryMistakeInOnePass) {
    const WrittenFiles files;
    const auto file = files.write("p.toml",
                                  "[profile]\nrandom_rate = '2%'\nrandom_lan = 'red'\n"
                                  "[capacity]\nred = { overflow = 'green' }\nblue = 5\n"
                                  "[[rule]]\ncode = 17\nwhen = ['a']\nrate = true\npoint = 3\n"
                                  "valid = { from = '2026-13-01', till = 2026-01-01 }\n"
                                  "[threshold]\nred = 1\n");
    Diagnostics diagnostics;
    ASSERT_TRUE(read_profile(file, {}, diagnostics));
    EXPECT_THAT(
        files.messages(diagnostics),
        ElementsAre(
            "p.toml:1:1: error: 'name' is missing in [profile]",
            "p.toml:2:15: error: 'random_rate' must be a finite number, not a text '2%'",
            "p.toml:5:7: error: 'per_day' is missing in [capacity.red]",
            "p.toml:6:8: error: 'blue' must be a table, not an integer",
            "p.toml:8:8: error: 'code' must be a text in quotes, not an integer",
            "p.toml:9:8: error: 'when' must be a text in quotes, not an array",
            "p.toml:10:8: error: 'rate' must be a finite number, not true or false",
            "p.toml:12:18: error: 'from' must be a date such as 2026-01-05, not a text "
            "'2026-13-01'",
            "p.toml:3:1: error: unknown key 'random_lan' in [profile]\n"
            "  hint: did you mean 'random_lane'?",
            "p.toml:11:1: error: unknown key 'point' in [rule]\n  hint: did you mean 'points'?",
            "p.toml:12:32: error: unknown key 'till' in [rule.valid]",
            "p.toml:13:2: error: unknown key 'threshold' in the file\n"
            "  hint: did you mean 'thresholds'?"));
}

TEST(ProfileReader, TakesItsOwnOverrides) {
    const WrittenFiles files;
    const auto file =
        files.write("p.toml", "[profile]\nname = 'p'\n[[rule]]\ncode = 'A'\npoints = 1\n");
    Diagnostics diagnostics;
    const std::vector<std::string> overrides{"rule.A.points=7", "scenario.seed=3"};
    const auto profile = read_profile(file, overrides, diagnostics);
    EXPECT_EQ(profile->definition.rules[0].points->value, 7);
    EXPECT_THAT(files.messages(diagnostics), IsEmpty());
}

TEST(ProfileReader, SaysWhyAFileCannotBeRead) {
    const WrittenFiles files;
    Diagnostics diagnostics;
    EXPECT_FALSE(read_profile(files.folder() / "absent.toml", {}, diagnostics));
    EXPECT_FALSE(read_profile(files.write("p.toml", "[profile"), {}, diagnostics));
    EXPECT_THAT(files.messages(diagnostics), SizeIs(2));
}

}  // namespace
}  // namespace greenlane::io
