#include "greenlane/report/tuning_tables.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace greenlane::report {
namespace {

using experiment::SearchEnd;
using experiment::TriedSetting;
using experiment::Tuning;
using experiment::TuningLabel;
using testing::HasSubstr;
using testing::Not;

TriedSetting tried(const char* red, double hours, double hits, double confidence) {
    const kpi::Figure time{hours, kpi::Interval{hours - 0.5, hours + 0.5}, 4};
    const kpi::Figure rate{hits, kpi::Interval{hits - 1, hits + 1}, 4};
    TriedSetting setting;
    setting.setting = {{red}, {std::stod(red)}};
    setting.replications = 4;
    setting.objectives = {rate, time};
    setting.constraints = {{time, confidence}};
    return setting;
}

/// Three thresholds; the files as they stand are dominated by the first of the other two, which are
/// the front.
Tuning tuning() {
    Tuning found;
    found.problem.factors = experiment::parse_factors({"thresholds.red=40:50:10"});
    found.problem.objectives = {
        experiment::parse_objective("targeting.detection_rate", kpi::Better::higher),
        experiment::parse_objective("clearance.time", kpi::Better::lower)};
    found.problem.constraints = {experiment::parse_constraint("clearance.time<=12h")};
    found.problem.budget = 120;
    found.problem.fresh_replications = 10;
    found.settings = {tried("60", 10, 18, 0.99), tried("40", 9.8, 20, 0.99),
                      tried("50", 9, 19, 0.99)};
    found.settings[0].setting.texts.clear();
    found.grid = 2;
    found.present_on_grid = false;
    found.all_tried = true;
    found.spent = 12;
    found.front = {1, 2};
    found.winner = 1;
    found.correct = 0.962;
    found.confirmed = true;
    found.present.tried = found.settings[0];
    found.chosen.tried = found.settings[1];
    found.gains.resize(2);
    return found;
}

/// Without line breaks and repeated blanks.
std::string text_of(const Tuning& found, TuningLabel label = {}) {
    label.scenario = "port";
    label.profile = "green";
    label.seed = 7;
    const std::string text = tuning_tables(found, label, {});
    std::string words;
    std::unique_copy(text.begin(), text.end(), std::back_inserter(words), [](char a, char b) {
        return (a == ' ' || a == '\n') && (b == ' ' || b == '\n');
    });
    std::replace(words.begin(), words.end(), '\n', ' ');
    return words;
}

TEST(TuningTables, SetThePresentSettingBesideTheFront) {
    Tuning found = tuning();
    EXPECT_THAT(text_of(found), HasSubstr("best 40 20.0 % 19.0 to 21.0 9.80 h 9.30 to 10.30 4"));
    EXPECT_THAT(text_of(found),
                HasSubstr("present 60 18.0 % 17.0 to 19.0 10.0 h 9.5 to 10.5 4 present: the files "
                          "as they stand, which are not on the grid"));
    EXPECT_THAT(text_of(found), HasSubstr("all 2 settings and the present setting, which is "
                                          "none of these, tried with 12 replications"));
    found.present_on_grid = true;
    EXPECT_THAT(text_of(found), HasSubstr("which are dominated"));
    found.settings[0] = tried("60", 10, 18, 0.5);
    EXPECT_THAT(text_of(found), HasSubstr("which are not shown to be feasible"));
    found.front = {0, 1};
    found.winner = found.knee = 0;
    EXPECT_THAT(text_of(found), HasSubstr("knee, present 60"));
}

TEST(TuningTables, SayWhatTheChoiceIs) {
    Tuning found = tuning();
    EXPECT_THAT(text_of(found), HasSubstr("The best in targeting.detection_rate, as the front has "
                                          "no knee: thresholds.red=40"));
    EXPECT_THAT(text_of(found), HasSubstr("with a probability of at least 96.2 %"));
    EXPECT_THAT(text_of(found), Not(HasSubstr("Not confirmed")));
    found.knee = 1;
    found.correct = 0;
    found.confirmed = false;
    EXPECT_THAT(text_of(found), HasSubstr("The knee: thresholds.red=40"));
    EXPECT_THAT(text_of(found), HasSubstr("do not tell them apart"));
    EXPECT_THAT(text_of(found), HasSubstr("Not confirmed"));
}

TEST(TuningTables, SayByHowMuchConstraintsAreKeptOrMissed) {
    Tuning found = tuning();
    EXPECT_THAT(text_of(found), HasSubstr("subject to clearance.time<=12h present 10.0 h 9.5 to "
                                          "10.5 kept by 2.00 h 99.0 % tuned 9.80 h"));
    found.front.clear();
    found.winner.reset();
    found.nearest = 2;
    found.chosen.tried = tried("50", 13, 19, 0.2);
    EXPECT_THAT(text_of(found), HasSubstr("nearest 13.0 h 12.5 to 13.5 missed by 1.00 h 20.0 %"));
    EXPECT_THAT(text_of(found), HasSubstr("No feasible setting"));
    EXPECT_THAT(text_of(found), Not(HasSubstr("tuned")));
}

TEST(TuningTables, SayWhatIsNoCandidate) {
    Tuning found = tuning();
    TuningLabel label;
    label.stations = {"desk", "scan"};
    EXPECT_THAT(text_of(found, label), Not(HasSubstr("overload")));
    found.settings[2].overloads = {{1, 1.5}};
    EXPECT_THAT(text_of(found, label), HasSubstr("1 setting overloads scan and is no candidate"));
    found.settings[0].overloads = {{0, 2}};
    EXPECT_THAT(
        text_of(found, label),
        HasSubstr("2 settings, the present one among them, overload desk or scan and are no "
                  "candidates: waits there grow for as long as a run lasts"));
    EXPECT_THAT(text_of(found, label), HasSubstr("which overload a station"));
    found.settings[1].overloads = {{0, 1}};
    found.front.clear();
    found.winner.reset();
    found.nearest = 1;
    EXPECT_THAT(text_of(found, label), HasSubstr("No feasible setting: all overload a station"));
    found.settings[0].overloads.clear();  // beside the grid
    EXPECT_THAT(text_of(found, label), HasSubstr("No feasible setting: all overload a station"));
    found.present_on_grid = true;
    EXPECT_THAT(text_of(found, label), Not(HasSubstr("all overload a station")));
    found.settings[2].possible = false;
    label.refusal = "'mean' is no duration";
    EXPECT_THAT(text_of(found, label), HasSubstr("do not allow 1 of them, one because 'mean' is no "
                                                 "duration"));
}

TEST(TuningTables, SayWhatChangesNothingOrNothingGood) {
    Tuning found = tuning();
    EXPECT_THAT(text_of(found), Not(HasSubstr("equal to it")));
    EXPECT_THAT(text_of(found), Not(HasSubstr("nothing to change")));
    found.equals = 5;
    found.present_serves_better = true;
    EXPECT_THAT(text_of(found), HasSubstr("5 other settings are equal to it in every objective and "
                                          "replication; of these it changes the present setting "
                                          "least."));
    EXPECT_THAT(text_of(found), HasSubstr("The present setting serves better: nothing to change."));
    TuningLabel label;
    label.overrides = {"scenario.duration=14d"};
    EXPECT_THAT(text_of(found, label),
                HasSubstr("present: the files as they stand with --set scenario.duration=14d,"));
}

TEST(TuningTables, SayHowTheSearchEnded) {
    Tuning found = tuning();
    EXPECT_THAT(text_of(found), Not(HasSubstr("of 120 allowed")));
    found.end = SearchEnd::decided;
    EXPECT_THAT(text_of(found),
                HasSubstr("of 120 allowed, as more would hardly change the choice"));
    found.end = SearchEnd::screened_once;
    EXPECT_THAT(text_of(found), HasSubstr("12 replications of each, all on the same draws"));
    EXPECT_THAT(text_of(found), HasSubstr("The fresh replications below are runs."));
}

}  // namespace
}  // namespace greenlane::report
