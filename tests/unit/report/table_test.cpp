#include "report/table.h"

#include <gtest/gtest.h>

namespace greenlane::report {
namespace {

Table example() {
    Table table({{"station", Align::left}, {"served"}, {"note", Align::left, true}});
    table.add({"document-check", "1,234", "a long remark"});
    table.add({"scan", {"9", Tone::bad}, ""});
    return table;
}

TEST(Table, AlignsItsColumns) {
    EXPECT_EQ(example().to_string({.width = 100}),
              "  station         served  note\n"
              "  document-check   1,234  a long remark\n"
              "  scan                 9\n");
}

TEST(Table, LeavesOutWhatDoesNotFit) {
    EXPECT_EQ(example().to_string({.width = 30}),
              "  station         served\n"
              "  document-check   1,234\n"
              "  scan                 9\n");
    EXPECT_EQ(example().to_string({.width = 22}),
              "  station       served\n"
              "  document-ch…   1,234\n"
              "  scan               9\n");
}

TEST(Table, BreaksHeadingsBehindPointsBeforeItLeavesOutColumns) {
    Table table({{"red"}, {"clearance.time.p90"}, {"95 %", Align::left, true}});
    table.add({"40", "9.8 h", "9.6 to 10.1"});
    EXPECT_EQ(table.to_string({.width = 38}),
              "  red  clearance.time.p90  95 %\n"
              "   40               9.8 h  9.6 to 10.1\n");
    EXPECT_EQ(table.to_string({.width = 37}),
              "       clearance.\n"
              "  red    time.p90  95 %\n"
              "   40       9.8 h  9.6 to 10.1\n");
    EXPECT_EQ(table.to_string({.width = 20}),
              "       clearance.\n"
              "  red    time.p90\n"
              "   40       9.8 h\n");
}

TEST(Table, BreaksTheIdsOfItsRowsWhereLeavingOutIsNotEnough) {
    Table table({{"", Align::left}, {"green-strict"}});
    table.add({"clearance.time", "9.8 h"});
    table.add({"targeting.hits_per_officer_hour", "0.0172 1/h"});
    EXPECT_EQ(table.to_string({.width = 38}),
              "                                green-\n"
              "                                strict\n"
              "  clearance.time                 9.8 h\n"
              "  targeting.\n"
              "    hits_per_officer_hour   0.0172 1/h\n");
}

TEST(Table, CutsNeitherIdsNorTheNumbersOfHeadings) {
    Table table({{"", Align::left}, {"random_rate=0.02"}});
    table.add({"targeting.hits_per_officer_hour", "0.0172 1/h"});
    EXPECT_EQ(table.to_string({.width = 20}),
              "                           random_rate=\n"
              "                                   0.02\n"
              "  targeting.\n"
              "    hits_per_officer_hour    0.0172 1/h\n");
}

TEST(Table, HasTitlesAmongItsRows) {
    Table table({{"", Align::left}, {"mean"}});
    table.add_title("maximise targeting.detection_rate");
    table.add({"present", "16.7 %"});
    EXPECT_EQ(table.to_string({}),
              "             mean\n"
              "  maximise targeting.detection_rate\n"
              "  present  16.7 %\n");
}

TEST(Table, LeavesOutColumnsWithoutContent) {
    Table table({{"a", Align::left}, {"empty"}});
    table.add({"x", ""});
    EXPECT_EQ(table.to_string({}), "  a\n  x\n");
}

TEST(Table, ColoursOnlyWhereWanted) {
    EXPECT_EQ(example().to_string({}).find('\033'), std::string::npos);
    EXPECT_NE(example().to_string({.colours = true}).find("\033[1;31m9\033[0m"), std::string::npos);
}

TEST(Text, CountsColumnsByCodePoints) {
    EXPECT_EQ(display_width("▁█ é"), 4u);
    EXPECT_EQ(shortened("Größe", 4), "Grö…");
    EXPECT_EQ(shortened("Größe", 5), "Größe");
}

TEST(Text, IsWrappedAtBlanks) {
    EXPECT_EQ(wrapped("one two three", 9, 2), "  one two\n  three\n");
    EXPECT_EQ(wrapped("unbreakable", 5, 0), "unbreakable\n");
}

}  // namespace
}  // namespace greenlane::report
