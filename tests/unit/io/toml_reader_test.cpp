#include "io/toml_reader.h"

#include "greenlane/core/lane.h"

#include "unit/io/written_files.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A document with what is said about it.
struct Reading {
    explicit Reading(std::string text)
        : document(TomlDocument::parse(std::move(text), "f.toml", diagnostics)),
          root(document->root(diagnostics)) {}

    std::vector<std::string> messages() const {
        std::vector<std::string> list;
        for (const Diagnostic& diagnostic : diagnostics.all()) {
            list.push_back(to_string(diagnostic));
        }
        return list;
    }

    Diagnostics diagnostics;
    std::optional<TomlDocument> document;
    TomlTable root;
};

TEST(TomlReader, ReadsEveryType) {
    Reading r(
        "text = 'a'\ninteger = 3\nnumber = 3\nboolean = false\nduration = '1.5h'\nq1 = 2\n"
        "q2 = '1s'\ninstant = 1970-01-02\ninstant2 = '1970-01-01T00:00:01+00:00'\n"
        "date = 1970-01-31\ndate2 = '1970-01-31'\nclock = '16:30'\nclock2 = 16:30:00\n"
        "clock3 = '24:00'\ntexts = ['a', 'b']\nnumbers = [1, 2.5]\ndates = [1970-01-01]\n"
        "lane = 'blue'\n");
    EXPECT_EQ(r.root.text("text")->value, "a");
    EXPECT_EQ(r.root.integer("integer")->value, 3);
    EXPECT_EQ(r.root.number("number")->value, 3.0);
    EXPECT_FALSE(r.root.boolean("boolean")->value);
    EXPECT_EQ(r.root.duration("duration")->value, 90 * minute);
    EXPECT_FALSE(r.root.quantity("q1")->value.is_duration);
    EXPECT_TRUE(r.root.quantity("q2")->value.is_duration);
    EXPECT_EQ(r.root.quantity("q2")->value.value, 1000.0);
    EXPECT_EQ(r.root.instant("instant")->value, day);
    EXPECT_EQ(r.root.instant("instant2")->value, second);
    EXPECT_EQ(r.root.date("date")->value, (Date{1970, 1, 31}));
    EXPECT_EQ(r.root.date("date2")->value, (Date{1970, 1, 31}));
    EXPECT_EQ(r.root.clock("clock")->value, 16 * hour + 30 * minute);
    EXPECT_EQ(r.root.clock("clock2")->value, 16 * hour + 30 * minute);
    EXPECT_EQ(r.root.clock("clock3")->value, day);
    EXPECT_EQ(r.root.texts("texts")->value[1].value, "b");
    EXPECT_EQ(r.root.texts("texts")->value[1].position.column, 15u);
    EXPECT_EQ(r.root.numbers("numbers")->value[1].value, 2.5);
    EXPECT_EQ(r.root.dates("dates")->value[0].value, (Date{1970, 1, 1}));
    EXPECT_EQ(r.root.choice("lane", lanes)->value, Lane::blue);
    EXPECT_FALSE(r.root.text("absent"));
    r.root.finish();
    EXPECT_THAT(r.messages(), IsEmpty());
}

TEST(TomlReader, TellsAWrongTypeWithPlaceAndWhatWasExpected) {
    Reading r(
        "a = 1\nb = 'x'\nc = 1.5\nd = inf\ne = 5\nf = '25:00'\ng = [1, 'x']\nh = 'purpel'\n"
        "i = [1]\nj = 'soon'\nk = '2026-02-30'\nl = 'red '\n");
    r.root.text("a");
    r.root.integer("b");
    r.root.integer("c");
    r.root.number("d");
    r.root.duration("e");
    r.root.clock("f");
    r.root.texts("g");
    r.root.choice("h", lanes);
    r.root.tables("i");
    r.root.instant("j");
    r.root.date("k");
    r.root.choice("l", lanes);
    r.root.table("a");
    EXPECT_THAT(
        r.messages(),
        ElementsAre(
            "f.toml:1:5: error: 'a' must be a text in quotes, not an integer",
            "f.toml:2:5: error: 'b' must be an integer, not a text 'x'",
            "f.toml:3:5: error: 'c' must be an integer, not a number",
            "f.toml:4:5: error: 'd' must be a finite number, not inf or nan",
            "f.toml:5:5: error: 'e' must be a duration such as \"24min\", \"6h\" or \"3d\", not an "
            "integer",
            "f.toml:6:5: error: 'f' must be a time of day such as \"16:00\", not a text '25:00'",
            "f.toml:7:6: error: 'g' must be an array, each element a text in quotes, not an "
            "integer",
            "f.toml:8:5: error: 'h' cannot be 'purpel' (one of green, blue, yellow, red)",
            "f.toml:9:6: error: 'i' must be an array of tables, [[i]], not an integer",
            "f.toml:10:5: error: 'j' must be a date and time such as 2026-01-05T00:00:00Z, not a "
            "text 'soon'",
            "f.toml:11:5: error: 'k' must be a date such as 2026-01-05, not a text '2026-02-30'",
            "f.toml:12:5: error: 'l' cannot be 'red ' (one of green, blue, yellow, red)\n"
            "  hint: did you mean 'red'?",
            "f.toml:1:5: error: 'a' must be a table, not an integer"));
}

TEST(TomlReader, ReportsEveryKeyThatNobodyAskedFor) {
    Reading r(
        "nmae = 'x'\n[station]\nservres = 1\n[[rule]]\ncode = 'a'\n[[rule]]\nlaen = 'red'\n"
        "[free]\nx = 1\ny = 2\n[unread]\nz = 1\n");
    r.root.text("name");
    r.root.table("station")->integer("servers");
    for (TomlTable& rule : r.root.tables("rule")) {
        rule.text("code");
        rule.text("lane");
    }
    TomlTable free = *r.root.table("free");
    EXPECT_THAT(free.keys(), ::testing::SizeIs(2));
    free.integer("x");
    r.root.finish();
    EXPECT_THAT(r.messages(), ElementsAre("f.toml:1:1: error: unknown key 'nmae' in the file\n"
                                          "  hint: did you mean 'name'?",
                                          "f.toml:3:1: error: unknown key 'servres' in [station]\n"
                                          "  hint: did you mean 'servers'?",
                                          "f.toml:7:1: error: unknown key 'laen' in [rule]\n"
                                          "  hint: did you mean 'lane'?",
                                          "f.toml:10:1: error: unknown key 'y' in [free]",
                                          "f.toml:11:2: error: unknown key 'unread' in the file"));
}

TEST(TomlReader, MissesAKeyWhereTheTableStands) {
    Reading r("[scenario]\n");
    TomlTable table = *r.root.table("scenario");
    EXPECT_FALSE(table.require("name"));
    EXPECT_THAT(r.messages(), ElementsAre("f.toml:1:1: error: 'name' is missing in [scenario]"));
    EXPECT_EQ(table.place("name").line, 1u);
}

TEST(TomlReader, ReadsTablesOfEitherForm) {
    Reading r("list = [{ x = 1 }, { x = 2 }]\n[[head]]\nx = 3\n[head.inner]\nx = 4\n");
    EXPECT_EQ(r.root.tables("list")[1].integer("x")->value, 2);
    EXPECT_EQ(r.root.tables("head")[0].table("inner")->integer("x")->value, 4);
    EXPECT_THAT(r.root.tables("absent"), IsEmpty());
}

TEST(TomlReader, SaysWhyAFileCannotBeRead) {
    const WrittenFiles files;
    Diagnostics diagnostics;
    EXPECT_FALSE(TomlDocument::read(files.folder() / "absent.toml", diagnostics));
    EXPECT_FALSE(TomlDocument::read(files.folder() / ".", diagnostics));
    EXPECT_FALSE(TomlDocument::read(files.write("empty.toml", " \n"), diagnostics));
    EXPECT_THAT(files.messages(diagnostics),
                ElementsAre("absent.toml: error: cannot be read (No such file or directory)",
                            ".: error: cannot be read (it is a directory)",
                            "empty.toml: error: cannot be read (it is empty)"));
}

}  // namespace
}  // namespace greenlane::io
