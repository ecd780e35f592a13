#include "io/declaration_csv.h"

#include "greenlane/core/calendar.h"

#include "written_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

using shipment::Block;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* simple_mapping = R"([mapping]
currency = "USD"
hs_edition = 2022
[declaration]
number = "id"
date = "day"
importer = "trader"
mode = { column = "mode", translate = { "1" = "sea", "4" = "air" } }
[item]
hs = "code"
value = "value"
mass = "mass"
)";

class DeclarationCsv : public testing::Test {
protected:
    WrittenFiles files;

    DeclarationInput input(const std::string& mapping, const std::string& text) {
        DeclarationInput made;
        Diagnostics diagnostics;
        made.mapping = read_mapping(files.write("mapping.toml", mapping), diagnostics);
        EXPECT_THAT(files.messages(diagnostics), ElementsAre());
        made.files = {files.write("in.csv", text).string()};
        made.seed = 7;
        made.rejects = {1.0, (files.folder() / "rejects.csv").string()};
        return made;
    }

    /// Everything a source gives, a line a declaration, in words so that codes do not matter.
    static std::vector<std::string> lines(shipment::Source& source) {
        std::vector<std::string> list;
        Block block;
        while (source.next(block)) {
            const shipment::Declarations& rows = block.declarations;
            EXPECT_EQ(rows.first_shipment, list.size());
            EXPECT_LE(rows.rows(), shipment::Source::max_rows);
            for (std::size_t row = 0; row < rows.rows(); ++row) {
                std::ostringstream line;
                line << std::to_string(rows.lodged[row]) << ' ' << rows.number[row] << ' '
                     << source.vocabulary().importer.word(rows.importer[row]);
                for (auto item = rows.first_item[row]; item < rows.first_item[row + 1]; ++item) {
                    line << " [" << source.vocabulary().hs.word(rows.items.hs[item]) << ' '
                         << rows.items.value[item] << ' ' << rows.items.mass[item] << ']';
                }
                list.push_back(line.str());
            }
        }
        EXPECT_EQ(block.declarations.rows(), 0u);
        EXPECT_FALSE(source.next(block));
        return list;
    }

    std::string rejects() {
        std::ifstream stream(files.folder() / "rejects.csv", std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(stream), {}};
        const std::string folder = files.folder().string() + '/';
        for (auto at = text.find(folder); at != text.npos; at = text.find(folder)) {
            text.erase(at, folder.size());
        }
        return text;
    }
};

constexpr const char* header = "id,day,trader,mode,code,value,mass\n";

TEST_F(DeclarationCsv, reads_cells_as_the_mapping_says) {
    CsvDeclarations source(input(simple_mapping, std::string(header) +
                                                     "A,2026-03-01,T1,1,440890,10.005,1.5\n"
                                                     "B,2026-03-01,,,44.08.90,,\n"));
    Block block;
    ASSERT_TRUE(source.next(block));
    const shipment::Declarations& rows = block.declarations;
    ASSERT_EQ(rows.rows(), 2u);
    const std::size_t a = rows.number[0] == "A" ? 0 : 1;
    EXPECT_EQ(rows.items.value[a], 1000);  // half to even
    EXPECT_EQ(rows.items.mass[a], 1500);
    EXPECT_EQ(rows.mode[a], shipment::Mode::sea);
    EXPECT_EQ(rows.items.value[1 - a], missing);
    EXPECT_EQ(rows.items.mass[1 - a], missing);
    EXPECT_EQ(rows.mode[1 - a], shipment::Mode::unknown);
    EXPECT_EQ(rows.importer[1 - a], shipment::no_code);
    EXPECT_EQ(rows.items.hs[0], rows.items.hs[1]);
    EXPECT_TRUE(rows.office.empty());
    EXPECT_FALSE(block.truth.known());
    EXPECT_TRUE(block.records.empty());
    EXPECT_FALSE(source.next(block));
    EXPECT_FALSE(std::filesystem::exists(files.folder() / "rejects.csv"));
}

TEST_F(DeclarationCsv, every_fault_is_rejected_with_its_line_column_name_and_reason) {
    const std::string rows =
        "A,2026-03-02,T,1,440890,1,1\n"
        "B,2026-03-02,T,1,440890,x,1\n"
        "C,2026-03-02,T,1,440890,1,NaN\n"
        "D,2026-03-02,T,1,440890,1,-2\n"
        "E,2026-02-30,T,1,440890,1,1\n"
        "F,,T,1,440890,1,1\n"
        "G,2026-03-01,T,1,440890,1,1\n"
        "A,2026-03-02,T,1,440890,1,1\n"
        "H,2026-03-02,T,9,440890,1,1\n"
        "I,2026-03-02,T,1,44X890,1,1\n"
        "J,2026-03-02,T,1,440890,1e99,1\n"
        "K,2026-03-02,T,1,440890\n"
        "L,2026-03-02,\"T,1,440890,1,1\n"
        "M,2026-03-02,T,1,440890,1,1\n";
    CsvDeclarations source(input(simple_mapping, header + rows));
    EXPECT_EQ(lines(source).size(), 2u);
    EXPECT_EQ(source.rejects().rows, 14u);
    EXPECT_EQ(source.rejects().rejected, 12u);
    EXPECT_THAT(
        to_string(*source.rejects().first),
        testing::EndsWith("in.csv:3:6: error: value is not a number: 'x' (column 'value')"));
    EXPECT_EQ(
        rejects(),
        "file,line,column,name,reason,id,day,trader,mode,code,value,mass\n"
        "\"in.csv\",3,6,\"value\",\"value is not a number: 'x'\",B,2026-03-02,T,1,440890,x,1\n"
        "\"in.csv\",4,7,\"mass\",\"mass is not a number: 'NaN'\",C,2026-03-02,T,1,440890,1,NaN\n"
        "\"in.csv\",5,7,\"mass\",\"negative mass: '-2'\",D,2026-03-02,T,1,440890,1,-2\n"
        "\"in.csv\",6,2,\"day\",\"'2026-02-30' is not a possible date as %Y-%m-%d\","
        "E,2026-02-30,T,1,440890,1,1\n"
        "\"in.csv\",7,2,\"day\",\"date is empty\",F,,T,1,440890,1,1\n"
        "\"in.csv\",8,2,\"day\",\"dated 2026-03-01 behind rows of 2026-03-02: sort the files by "
        "date\",G,2026-03-01,T,1,440890,1,1\n"
        "\"in.csv\",9,1,\"id\",\"declaration 'A' is a duplicate: seen before within 31 days\","
        "A,2026-03-02,T,1,440890,1,1\n"
        "\"in.csv\",10,4,\"mode\",\"'9' is not a mode (sea, rail, road, air, post, other, "
        "unknown)\",H,2026-03-02,T,9,440890,1,1\n"
        "\"in.csv\",11,5,\"code\",\"'44X890' is not an HS code (2 to 12 digits)\","
        "I,2026-03-02,T,1,44X890,1,1\n"
        "\"in.csv\",12,6,\"value\",\"value out of range: '1e99'\",J,2026-03-02,T,1,440890,1e99,1\n"
        "\"in.csv\",13,6,\"value\",\"5 fields where the header has 7\",K,2026-03-02,T,1,440890\n"
        "\"in.csv\",14,3,\"trader\",\"the quote opened here is never closed\","
        "\"L,2026-03-02,\"\"T,1,440890,1,1\n\"\n");
}

TEST_F(DeclarationCsv, corrected_rejects_can_be_read_with_the_same_mapping) {
    DeclarationInput first = input(simple_mapping, std::string(header) +
                                                       "A,2026-03-02,T,1,440890,1,1\n"
                                                       "B,2026-03-02,\"T,x\",1,440890,?,1\n");
    CsvDeclarations source(first);
    lines(source);
    std::string corrected = rejects();
    corrected.replace(corrected.find(",?,"), 3, ",5,");
    CsvDeclarations again(input(simple_mapping, corrected));
    EXPECT_THAT(lines(again), ElementsAre(testing::EndsWith(" B T,x [440890 500 1000]")));
}

TEST_F(DeclarationCsv, too_many_rejects_end_the_reading) {
    DeclarationInput one = input(simple_mapping, std::string(header) +
                                                     "A,2026-03-02,T,1,440890,1,1\n"
                                                     "B,2026-03-02,T,1,440890,?,1\n");
    one.rejects.max_share = 0.5;
    CsvDeclarations at_the_limit(one);
    EXPECT_EQ(lines(at_the_limit).size(), 1u);
    one.rejects.max_share = 0.49;
    CsvDeclarations source(one);
    Block block;
    try {
        while (source.next(block)) {
        }
        FAIL();
    } catch (const InputError& error) {
        EXPECT_EQ(error.failure(), Failure::declarations);
        EXPECT_THAT(files.messages(error.diagnostics()),
                    ElementsAre("in.csv:3:6: error: value is not a number: '?' (column 'value')",
                                "error: 1 of 2 rows cannot be used; at most 49 % may be so\n"
                                "  hint: they stand, with their reasons, in rejects.csv"));
    }
    EXPECT_THAT(rejects(), HasSubstr("B,2026-03-02"));
    EXPECT_FALSE(std::filesystem::exists(files.folder() / "rejects.csv.partial"));
}

TEST_F(DeclarationCsv, ends_as_soon_as_the_remaining_rows_cannot_save_it) {
    std::string text = header;
    for (int i = 0; i < 5000; ++i) {
        text += std::to_string(i) + ",2026-03-02,T,1,440890,?,1\n";
    }
    DeclarationInput made = input(simple_mapping, text);
    made.rejects = {0.001, ""};
    CsvDeclarations source(made, 1000);
    Block block;
    EXPECT_THROW(source.next(block), InputError);
    EXPECT_LT(source.rejects().rows, 100u);
}

TEST_F(DeclarationCsv, missing_columns_of_all_files_are_named_at_once) {
    DeclarationInput made = input(simple_mapping, "id,days,trader,mode,code,value,mass\n");
    made.files.push_back(files.write("b.csv", "id,day,trader,mode,code,mass\n").string());
    made.files.push_back((files.folder() / "c.csv").string());
    try {
        CsvDeclarations source(made);
        FAIL();
    } catch (const InputError& error) {
        EXPECT_THAT(files.messages(error.diagnostics()),
                    ElementsAre(StartsWith("in.csv:1:1: error: no column 'day', which the mapping "
                                           "reads as date (mapping.toml:6:8)\n  hint: did you mean "
                                           "'days'?"),
                                StartsWith("b.csv:1:1: error: no column 'value'"),
                                "c.csv: error: no such file"));
    }
}

TEST_F(DeclarationCsv, a_duplicate_is_one_within_the_window_only) {
    std::string mapping = simple_mapping;
    mapping.insert(mapping.find("[declaration]"), "duplicate_window = \"2d\"\n");
    CsvDeclarations source(input(mapping, std::string(header) + "A,2026-03-01,T,1,440890,1,1\n"
                                                                "A,2026-03-02,T,1,440890,2,1\n"
                                                                "A,2026-03-03,T,1,440890,3,1\n"));
    EXPECT_THAT(lines(source),
                ElementsAre(HasSubstr("[440890 100 1000]"), HasSubstr("[440890 300 1000]")));
    EXPECT_EQ(source.rejects().rejected, 1u);
}

constexpr const char* item_mapping = R"([mapping]
currency = "EUR"
hs_edition = 2022
utc_offset = "+05:00"
date_format = "%d.%m.%Y %H:%M"
delimiter = ";"
[declaration]
number = "id"
date = "at"
importer = "trader"
[item]
number = "n"
hs = "code"
value = { column = "value", unit = "thousand" }
mass = { column = "mass", unit = "t" }
)";

TEST_F(DeclarationCsv, items_stand_with_their_declaration_in_order_of_time) {
    CsvDeclarations source(input(item_mapping,
                                 "id;at;trader;n;code;value;mass\n"
                                 "A;02.03.2026 10:00;T1;1;0101;1;1\n"
                                 "A;02.03.2026 10:00;T1;2;0102;2;1\n"
                                 "B;02.03.2026 09:00;T2;1;0103;3;1\n"
                                 "B;02.03.2026 09:00;T2;1;0104;4;1\n"
                                 "B;02.03.2026 09:00;T2;2;0105;5;1\n"
                                 "A;02.03.2026 10:00;T1;3;0106;6;1\n"
                                 "B;03.03.2026 10:00;T1;9;0106;6;1\n"
                                 "C;03.03.2026 00:30;T3;1;0107;7;1\n"
                                 "C;04.03.2026 00:30;T3;2;0107;7;1\n"));
    const Instant nine = 1772424000000;  // 2026-03-02T04:00:00Z
    EXPECT_THAT(
        lines(source),
        ElementsAre(
            std::to_string(nine) + " B T2 [0103 300000 1000000] [0105 500000 1000000]",
            std::to_string(nine + hour) + " A T1 [0101 100000 1000000] [0102 200000 1000000]",
            std::to_string(nine + 15 * hour + hour / 2) + " C T3 [0107 700000 1000000]"));
    const std::string log = rejects();
    EXPECT_THAT(log, HasSubstr(";5;1;\"id\";\"declaration 'B' item '1' is a duplicate"));
    EXPECT_THAT(log, HasSubstr(";7;1;\"id\";\"declaration 'A' item '3': the items of a declaration "
                               "must follow each other\""));
    EXPECT_THAT(log, HasSubstr(";8;2;\"at\";\"declaration 'B' item '9': another date"));
    EXPECT_THAT(log, HasSubstr(";10;2;\"at\";\"declaration 'C' item '2': another date than its "
                               "first item, 2026-03-03\""));
}

TEST_F(DeclarationCsv, amounts_are_converted_and_rounded_half_to_even) {
    const std::string mapping =
        std::string(simple_mapping)
            .insert(std::string("[mapping]\n").size(), "exchange = \"0.00125\"\n");
    CsvDeclarations source(input(mapping,
                                 "id,day,trader,mode,code,value,mass\n"
                                 "A,2026-03-02,T1,1,0101,372254.4,1\n"
                                 "B,2026-03-03,T1,1,0101,12,1\n"
                                 "C,2026-03-04,T1,1,0101,20,1\n"));
    // 372,254.40 * 0.00125 = 465.318; 12 * 0.00125 = 0.015 and 20 * 0.00125 = 0.025: to even cents.
    const std::vector<std::string> all = lines(source);
    ASSERT_EQ(all.size(), 3u);
    EXPECT_THAT(all[0], HasSubstr("[0101 46532 1000]"));
    EXPECT_THAT(all[1], HasSubstr("[0101 2 1000]"));
    EXPECT_THAT(all[2], HasSubstr("[0101 2 1000]"));
}

TEST_F(DeclarationCsv, records_documents_and_truth_are_read) {
    CsvDeclarations source(input(R"([mapping]
currency = "USD"
hs_edition = 2022
[declaration]
date = "day"
containers = "boxes"
perishable = "cold"
procedure = { column = "kind", translate = { IM = "import" }, otherwise = "export" }
[item]
value = "value"
tax_rate = "rate"
duty = { from = "value * tax_rate" }
[documents]
held = { column = "papers", separator = "|", translate = { b = "basel" } }
electronic = { column = "papers2", separator = "|" }
[recorded]
lane = { column = "lane", translate = { R = "red" }, empty = "green" }
controls = "checks"
outcome = { column = "found", translate = { "1" = "violation", "0" = "compliant" } }
released = { column = "out", format = "%Y-%m-%d %H:%M:%S" }
[truth]
violation = { column = "bad", translate = { "0" = "none", "1" = "undervaluation" } }
evaded = "lost"
harm = { constant = "0.25" }
)",
                                 "day,boxes,cold,kind,value,rate,papers,papers2,lane,checks,found,"
                                 "out,bad,lost\n"
                                 "2026-01-01,2,yes,IM,1.05,10,b|cites,cites,R,nii;physical,1,"
                                 "2026-01-02 03:04:05,1,0.10\n"
                                 "2026-01-01,,,EX,,10,,,,,,,0,0\n"));
    Block block;
    ASSERT_TRUE(source.next(block));
    const shipment::Declarations& rows = block.declarations;
    ASSERT_EQ(rows.rows(), 2u);
    const std::size_t a = rows.procedure[0] == shipment::Procedure::import_ ? 0 : 1;
    const std::size_t b = 1 - a;
    EXPECT_EQ(rows.containers[a], 2);
    EXPECT_EQ(rows.containers[b], 0);
    EXPECT_EQ(rows.perishable[a], shipment::Ternary::yes);
    EXPECT_EQ(rows.perishable[b], shipment::Ternary::unknown);
    EXPECT_EQ(rows.procedure[b], shipment::Procedure::export_);
    EXPECT_EQ(rows.items.duty[a], 10);  // 10.5 cents, half to even
    EXPECT_EQ(rows.items.duty[b], missing);
    EXPECT_EQ(rows.items.tax_rate[a], 1000);
    EXPECT_EQ(rows.documents[a], 3u);
    EXPECT_EQ(rows.electronic[a], 2u);
    EXPECT_EQ(source.vocabulary().document.word(1), "basel");
    EXPECT_EQ(rows.documents[b], 0u);
    EXPECT_EQ(block.records.lane[a], static_cast<std::uint8_t>(Lane::red));
    EXPECT_EQ(block.records.lane[b], static_cast<std::uint8_t>(Lane::green));
    EXPECT_EQ(block.records.controls[a], bit(Control::nii) | bit(Control::physical));
    EXPECT_EQ(block.records.outcome[a], shipment::Outcome::violation);
    EXPECT_EQ(block.records.outcome[b], shipment::Outcome::unknown);
    EXPECT_EQ(block.records.completed[4][a], *parse_instant("2026-01-02T03:04:05Z"));
    EXPECT_EQ(block.records.completed[4][b], missing);
    EXPECT_TRUE(block.records.completed[0].empty());
    EXPECT_EQ(block.truth.violation[a], Violation::undervaluation);
    EXPECT_EQ(block.truth.violation[b], Violation::none);
    EXPECT_EQ(block.truth.evaded[a], 10);
    EXPECT_EQ(block.truth.harm[b], 250);
    EXPECT_TRUE(block.truth.true_hs.empty());
}

TEST_F(DeclarationCsv, documents_may_have_a_column_each) {
    CsvDeclarations source(
        input("[mapping]\n[declaration]\ndate = \"day\"\n"
              "[documents.columns]\nbasel = \"B\"\ncites = \"C\"\n",
              "day,B,C\n2026-01-01,yes,electronic\n2026-01-01,x,no\n"));
    Block block;
    ASSERT_TRUE(source.next(block));
    EXPECT_THAT(block.declarations.documents, ElementsAre(3u));
    EXPECT_THAT(block.declarations.electronic, ElementsAre(2u));
    EXPECT_TRUE(block.declarations.first_item.empty());
    EXPECT_FALSE(source.next(block));
    EXPECT_EQ(source.rejects().rejected, 1u);
}

std::string many_rows(int days, int rows_a_day) {
    std::string text = header;
    for (int i = 0; i < days * rows_a_day; ++i) {
        text += "N" + std::to_string(i) + ",2026-03-0" + std::to_string(1 + i / rows_a_day) + ",T" +
                std::to_string(i % 37) + ",1,0101" + std::to_string(10 + i % 7) + "," +
                std::to_string(i) + ",1\n";
        if (i % 50 == 0) {
            text += "bad,2026-03-01,\"T\n\",1,010110,x,1\n";
        }
    }
    return text;
}

TEST_F(DeclarationCsv, the_buffer_never_changes_the_result) {
    const DeclarationInput made = input(simple_mapping, many_rows(4, 300));
    CsvDeclarations whole(made);
    const std::vector<std::string> expected = lines(whole);
    ASSERT_EQ(expected.size(), 1200u);
    const std::string log = rejects();
    for (const std::size_t buffer : {100, 1000, 10000}) {
        CsvDeclarations source(made, buffer);
        EXPECT_EQ(lines(source), expected) << buffer;
        EXPECT_EQ(rejects(), log) << buffer;
        for (shipment::Code code = 1; code < whole.vocabulary().importer.size(); ++code) {
            EXPECT_EQ(source.vocabulary().importer.word(code),
                      whole.vocabulary().importer.word(code));
        }
    }
}

TEST_F(DeclarationCsv, times_of_day_follow_the_profile_the_seed_and_the_place_alone) {
    DeclarationInput made = input(simple_mapping, many_rows(2, 4000));
    made.hour_of_day.assign(24, 0.0);
    made.hour_of_day[9] = 1;
    made.hour_of_day[14] = 3;
    CsvDeclarations source(made);
    Block block;
    std::vector<Instant> lodged;
    std::size_t mornings = 0;
    while (source.next(block)) {
        for (const Instant instant : block.declarations.lodged) {
            lodged.push_back(instant);
            const Duration time = time_of_day(instant);
            mornings += time / hour == 9 ? 1 : 0;
            ASSERT_TRUE(time / hour == 9 || time / hour == 14);
        }
    }
    ASSERT_EQ(lodged.size(), 8000u);
    EXPECT_TRUE(std::is_sorted(lodged.begin(), lodged.end()));
    // A quarter, z = 4 of a binomial of 8,000.
    EXPECT_NEAR(static_cast<double>(mornings), 2000, 4 * 38.8);

    const auto key = random::make_key(7, 0);
    const auto words = random::draw(key, 4000, {random::Purpose::time_of_day});
    const Instant first_of_second_day =
        days_since_epoch({2026, 3, 2}) * day +
        HourProfile(made.hour_of_day).time_of_day(random::uniform(words.first));
    EXPECT_TRUE(std::binary_search(lodged.begin(), lodged.end(), first_of_second_day));
    made.seed = 8;
    CsvDeclarations other(made);
    ASSERT_TRUE(other.next(block));
    EXPECT_NE(block.declarations.lodged.front(), lodged.front());
}

TEST_F(DeclarationCsv, blocks_never_cross_an_epoch) {
    DeclarationInput made = input(simple_mapping, many_rows(3, 5000));
    made.epochs = {0, 6 * hour};
    CsvDeclarations source(made);
    Block block;
    std::size_t rows = 0;
    while (source.next(block)) {
        rows += block.declarations.rows();
        EXPECT_LE(block.declarations.rows(), shipment::Source::max_rows);
        EXPECT_EQ(made.epochs.of(block.declarations.lodged.front()),
                  made.epochs.of(block.declarations.lodged.back()));
    }
    EXPECT_EQ(rows, 15000u);
}

TEST(HourProfile, is_uniform_within_the_day_without_shares) {
    const HourProfile profile({});
    EXPECT_EQ(profile.time_of_day(0.5), 12 * hour);
    EXPECT_EQ(profile.time_of_day(0x1p-54), 0);
    EXPECT_LT(profile.time_of_day(1 - 0x1p-54), day);
}

}  // namespace
}  // namespace greenlane::io
