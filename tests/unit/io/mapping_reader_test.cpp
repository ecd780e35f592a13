#include "greenlane/io/mapping.h"

#include "written_files.h"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class MappingReader : public testing::Test {
protected:
    WrittenFiles files;
    Diagnostics diagnostics;
    MappingDefinition read(const std::string& text) {
        return read_mapping(files.write("m.toml", text), diagnostics);
    }
};

TEST_F(MappingReader, reads_every_form_of_a_field) {
    const MappingDefinition mapping = read(R"([mapping]
name = "n"
currency = "USD"
minor_digits = 2
hs_edition = 2017
utc_offset = "+05:30"
date_format = "%d.%m.%Y"
delimiter = ";"
duplicate_window = "7d"
[declaration]
number = "No"
date = { column = "Date", format = "%Y%m%d %H:%M" }
procedure = { constant = "transit" }
mode = { column = "M", translate = { "10" = "sea" }, otherwise = "other", empty = "road" }
[item]
hs = { column = "HS", digits = 10 }
value = { column = "V", unit = "thousand" }
mass = { column = "W", unit = "t" }
tax_rate = "R"
duty = { from = "value * tax_rate" }
[recorded]
lane = "L"
released = { column = "Out", format = "%Y-%m-%d %H:%M" }
[documents.columns]
basel = "B"
)");
    EXPECT_THAT(files.messages(diagnostics), ElementsAre());
    EXPECT_EQ(mapping.utc_offset, 5 * hour + 30 * minute);
    EXPECT_EQ(mapping.delimiter, ';');
    EXPECT_EQ(mapping.duplicate_days, 7);
    EXPECT_EQ(mapping.hs_edition, 2017);
    EXPECT_EQ(mapping.find(Field::number)->column.value, "No");
    EXPECT_EQ(mapping.find(Field::number)->column.position.line, 11u);
    EXPECT_EQ(mapping.find(Field::date)->date_format, "%Y%m%d %H:%M");
    EXPECT_EQ(mapping.find(Field::procedure)->constant->value, "transit");
    const FieldMapping& mode = *mapping.find(Field::mode);
    ASSERT_THAT(mode.translate, SizeIs(1));
    EXPECT_EQ(mode.translate[0].from.value, "10");
    EXPECT_EQ(mode.translate[0].to.value, "sea");
    EXPECT_EQ(mode.otherwise->value, "other");
    EXPECT_EQ(mode.empty->value, "road");
    EXPECT_EQ(mapping.find(Field::hs)->digits, 10u);
    EXPECT_EQ(mapping.find(Field::value)->shift, 5);
    EXPECT_EQ(mapping.find(Field::mass)->shift, 6);
    EXPECT_EQ(mapping.find(Field::tax_rate)->shift, 2);
    EXPECT_TRUE(mapping.find(Field::duty)->value_times_tax_rate);
    EXPECT_THAT(mapping.documents, SizeIs(1));
    EXPECT_EQ(mapping.find(Field::seller), nullptr);
}

TEST_F(MappingReader, reports_every_mistake_with_its_place) {
    read(R"([mapping]
currency = "dollar"
minor_digits = 9
hs_edition = 2018
utc_offset = "Seoul"
date_format = "%Y-%q"
delimiter = "::"
duplicate_window = "36h"
[declaration]
importr = "Importer"
mode = { column = "M", translate = { "10" = "see" } }
procedure = { constant = "imports", column = "P" }
office = { colum = "O" }
[item]
mass = { column = "W", unit = "lb" }
duty = { from = "rate * value" }
number = "No"
[recorded]
released = "Out"
[truth]
evaded = "lost"
)");
    EXPECT_THAT(
        files.messages(diagnostics),
        testing::UnorderedElementsAre(
            "m.toml:2:12: error: 'dollar' is not a currency\n"
            "  hint: ISO 4217 names it by three capitals: \"USD\"",
            "m.toml:3:16: error: minor_digits must be 0 to 4",
            "m.toml:4:14: error: there is no HS edition of that year\n"
            "  hint: one of 1988, 1996, 2002, 2007, 2012, 2017, 2022",
            "m.toml:5:14: error: 'Seoul' is not an offset from UTC\n"
            "  hint: write it as \"+06:00\", \"-03:30\" or \"Z\"",
            "m.toml:6:15: error: '%q' is not part of a date\n"
            "  hint: for example \"%Y-%m-%d\" or \"%d.%m.%Y %H:%M\"",
            "m.toml:7:13: error: the delimiter must be \",\", \";\", \"|\" or \"\\t\"",
            "m.toml:8:20: error: duplicate_window must be whole days, 1 to 3660",
            "m.toml:10:1: error: unknown key 'importr' in [declaration]\n"
            "  hint: did you mean 'importer'?",
            "m.toml:11:45: error: 'see' is not a mode\n"
            "  hint: one of sea, rail, road, air, post, other, unknown",
            "m.toml:12:26: error: 'imports' is not a procedure\n"
            "  hint: one of import, export, transit, unknown",
            "m.toml:12:26: error: a field has a column or a constant, not both",
            "m.toml:13:10: error: 'office' names no column\n"
            "  hint: write their header, or { constant = ... }",
            "m.toml:13:12: error: unknown key 'colum' in [declaration.office]\n"
            "  hint: did you mean 'column'?",
            "m.toml:15:31: error: 'lb' is not a unit of mass\n  hint: one of kg, g, t",
            "m.toml:16:17: error: duty can be had from \"value * tax_rate\"",
            "m.toml:16:8: error: 'duty' names no column\n"
            "  hint: write their header, or { constant = ... }",
            "m.toml:19:12: error: the time of a stage needs hours, and its format has none\n"
            "  hint: { column = ..., format = \"%Y-%m-%d %H:%M\" }",
            "m.toml: error: the mapping does not say which column is the date\n"
            "  hint: [declaration] date = \"their header\"",
            "m.toml:17:10: error: item numbers need the declaration's number too",
            "m.toml:21:10: error: the truth needs a column for the violation too"));
}

TEST_F(MappingReader, needs_edition_and_currency_where_they_matter) {
    read("[mapping]\n[declaration]\ndate = \"D\"\n[item]\nhs = \"H\"\nvalue = \"V\"\n");
    EXPECT_THAT(files.messages(diagnostics),
                ElementsAre("m.toml:1:1: error: the mapping does not say of which edition HS codes "
                            "are\n  hint: hs_edition = 2022",
                            "m.toml:1:1: error: the mapping does not name the currency\n"
                            "  hint: currency = \"USD\""));
}

TEST(ShippedMappings, are_sound) {
    const std::filesystem::path folder =
        std::filesystem::path(GREENLANE_SOURCE_ROOT) / "profiles" / "mappings";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        Diagnostics diagnostics;
        const MappingDefinition mapping = read_mapping(entry.path(), diagnostics);
        EXPECT_TRUE(diagnostics.all().empty()) << to_string(diagnostics.all()[0]);
        EXPECT_FALSE(mapping.name.empty()) << entry.path();
    }
}

}  // namespace
}  // namespace greenlane::io
