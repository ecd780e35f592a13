#include "greenlane/report/comparison_tables.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace greenlane::report {
namespace {

using experiment::Comparison;
using experiment::Verdict;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view time_taken = "clearance.time";

experiment::SystemResult system_of(const char* name) {
    experiment::SystemResult system;
    system.name = name;
    system.scenario = "port";
    system.currency = "USD";
    system.figures.resize(kpi::kpis().size());
    return system;
}

/// Two systems; differences are added by hand.
Comparison comparison() {
    Comparison comparison;
    comparison.replications = 10;
    comparison.systems = {system_of("today"), system_of("mine")};
    comparison.versus.push_back({.system = 1,
                                 .pairing = kpi::Pairing::paired,
                                 .same_traffic = true,
                                 .kpis = {},
                                 .changes = {},
                                 .pilots = {}});
    comparison.versus.front().kpis.resize(kpi::kpis().size());
    comparison.rests_on = {"this", "that"};
    return comparison;
}

void add(Comparison& comparison, std::string_view id, double before, double after,
         kpi::Interval together, Verdict verdict) {
    const std::size_t kpi = kpi::kpi_index(id);
    comparison.systems[0].figures[kpi] = kpi::Figure{before, std::nullopt, 10};
    comparison.systems[1].figures[kpi] = kpi::Figure{after, std::nullopt, 10};
    experiment::KpiDifference& difference = comparison.versus[0].kpis[kpi];
    difference.difference = kpi::Difference{.pairing = kpi::Pairing::paired,
                                            .figure = {after - before, together, 10},
                                            .test = {},
                                            .correlation = {},
                                            .variance_reduction = 8};
    difference.pairs = 10;
    difference.together = together;
    difference.verdict = verdict;
}

/// Without line breaks.
std::string text_of(const Comparison& comparison) {
    std::string text = comparison_tables(comparison, {});
    std::string words;
    std::unique_copy(text.begin(), text.end(), std::back_inserter(words), [](char a, char b) {
        return (a == ' ' || a == '\n') && (b == ' ' || b == '\n');
    });
    std::replace(words.begin(), words.end(), '\n', ' ');
    return words;
}

TEST(ComparisonTables, SayNoMoreThanTheIntervals) {
    Comparison found = comparison();
    add(found, time_taken, 10, 12, {1, 3}, Verdict::worse);
    add(found, "targeting.detection_rate", 20, 25, {4, 6}, Verdict::better);
    add(found, "selectivity.selected", 40, 41, {0.5, 1.5}, Verdict::higher);
    add(found, "release.on_time", 90, 89, {-3, 1}, Verdict::open);
    const std::string text = text_of(found);
    EXPECT_THAT(text, HasSubstr("In this model, mine against today is better in "
                                "targeting.detection_rate (+5.00 pp); worse in clearance.time "
                                "(+2.00 h); higher in selectivity.selected (+1.00 pp); not told "
                                "apart in release.on_time."));
    EXPECT_THAT(text, HasSubstr("clearance.time would take 8.0 times the replications."));
    EXPECT_THAT(text, HasSubstr("It rests on this: this; that."));
    EXPECT_THAT(text, HasSubstr("+1.00 to +3.00 worse"));
}

TEST(ComparisonTables, DoNotTakeWhatIsOpenForEqual) {
    Comparison found = comparison();
    add(found, time_taken, 10, 10.1, {-1, 1.2}, Verdict::open);
    EXPECT_THAT(text_of(found), HasSubstr("mine against today is not shown to differ; not told "
                                          "apart in clearance.time."));
    EXPECT_THAT(text_of(found), Not(HasSubstr("might not have shown")));
    add(found, time_taken, 10, 10, {0, 0}, Verdict::same);
    // 1 - 0.05^(1/10) = 0.259
    EXPECT_THAT(text_of(found),
                HasSubstr("is the same in every replication. Equal in all replications: 1 KPI. A "
                          "difference in fewer than 26 % of replications might not have shown "
                          "(95 %)."));
    found.replications = 1;
    EXPECT_THAT(text_of(found), HasSubstr("one replication has no interval"));
    EXPECT_THAT(text_of(found), Not(HasSubstr("In this model")));
}

TEST(ComparisonTables, SayWhatIsNotJudgedAndWhatRestsOnFewReplications) {
    Comparison found = comparison();
    add(found, time_taken, 10, 12, {1, 3}, Verdict::worse);
    add(found, "environment.co2", 10, 20, {9, 11}, Verdict::incomparable);
    add(found, "release.detention_time", 8, 7, {0, 0}, Verdict::unknown);
    experiment::KpiDifference& single =
        found.versus[0].kpis[kpi::kpi_index("release.detention_time")];
    single = {.difference = {}, .pairs = 1, .together = {}, .data = {}, .verdict = {}};
    const std::string text = text_of(found);
    EXPECT_THAT(text, HasSubstr("Not judged, as totals of other periods, shipments or currencies: "
                                "environment.co2."));
    EXPECT_THAT(text, HasSubstr("release.detention_time 8.00 h 7.00 h n/a one pair n/a"));
    EXPECT_THAT(text, HasSubstr("Of 10 replications, as in others one has no value, there rest: "
                                "release.detention_time on 1."));
}

TEST(ComparisonTables, TellWhatPairingGainedWhereADifferenceIsShown) {
    Comparison found = comparison();
    add(found, time_taken, 10, 10.1, {-1, 1.2}, Verdict::open);
    EXPECT_THAT(text_of(found), Not(HasSubstr("would take")));
}

TEST(ComparisonTables, ShowWarningsOnceAndOfWhom) {
    Comparison found = comparison();
    found.systems[0].label.warnings = {"unused key", "desk is overloaded"};
    found.systems[1].label.warnings = {"unused key"};
    EXPECT_THAT(text_of(found), HasSubstr("! unused key ! today: desk is overloaded"));
}

TEST(ComparisonTables, ShowTenOfManySystems) {
    Comparison found = comparison();
    add(found, time_taken, 10, 12, {1, 3}, Verdict::worse);
    for (std::size_t system = 2; system < 14; ++system) {
        found.systems.push_back(found.systems[1]);
        found.systems.back().name = "other " + std::to_string(system);
        found.versus.push_back(found.versus[0]);
        found.versus.back().system = system;
    }
    const std::string text = text_of(found);
    EXPECT_THAT(text, HasSubstr("other 10 and 3 more against today"));
    EXPECT_THAT(text, HasSubstr("In this model, other 10 against today"));
    EXPECT_THAT(text, Not(HasSubstr("other 11")));
    EXPECT_THAT(text, HasSubstr("3 more systems stand in --json and --out."));
}

TEST(ComparisonTables, SayHowSystemsHangTogether) {
    Comparison found = comparison();
    add(found, time_taken, 10, 12, {1, 3}, Verdict::worse);
    found.versus[0].same_traffic = false;
    EXPECT_THAT(text_of(found), HasSubstr("Paired by replication: the same draws, but not the "
                                          "same shipments"));
    found.versus[0].pairing = kpi::Pairing::unpaired;
    EXPECT_THAT(text_of(found), HasSubstr("Unpaired: the seeds differ"));
}

}  // namespace
}  // namespace greenlane::report
