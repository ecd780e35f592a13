#include "io/csv_reader.h"

#include "written_files.h"

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

namespace greenlane::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Table = std::vector<std::vector<std::string>>;

struct ReadTable {
    Table rows;
    std::vector<std::string> malformed;  ///< `line:column reason`
    std::vector<std::string> bytes;      ///< of malformed rows
};

ReadTable read(const std::string& path, std::size_t buffer = CsvOptions{}.buffer) {
    CsvReader reader(path, {',', Failure::declarations, buffer});
    ReadTable table;
    std::string scratch;
    while (reader.next()) {
        for (std::size_t row = 0; row < reader.rows(); ++row) {
            std::vector<std::string>& cells = table.rows.emplace_back();
            for (std::size_t column = 0; column < reader.columns(); ++column) {
                cells.emplace_back(reader.text(row, column, scratch));
            }
        }
        for (const MalformedRow& row : reader.malformed()) {
            table.malformed.push_back(std::to_string(reader.line_of(row.bytes.data())) + ':' +
                                      std::to_string(row.column) + ' ' + row.reason);
            table.bytes.emplace_back(row.bytes);
        }
    }
    return table;
}

std::string refusal(const std::string& path) {
    try {
        CsvReader reader(path);
        while (reader.next()) {
        }
    } catch (const InputError& error) {
        EXPECT_EQ(error.failure(), Failure::declarations);
        return error.what();
    }
    return "";
}

class CsvReaderTest : public testing::Test {
protected:
    WrittenFiles files;
    std::string file(const std::string& text, const std::string& name = "table.csv") {
        return files.write(name, text).string();
    }
};

TEST_F(CsvReaderTest, reads_what_rfc_4180_allows) {
    const auto table =
        read(file("\xef\xbb\xbf"
                  "a,\"b\",c\r\n"
                  "1,2,3\r\n"
                  "\"x,y\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n"
                  "\n"
                  ",\"\",\xc3\xa9\n"
                  "7,8,9"));
    EXPECT_THAT(
        table.rows,
        ElementsAre(ElementsAre("1", "2", "3"), ElementsAre("x,y", "say \"hi\"", "two\nlines"),
                    ElementsAre("", "", "\xc3\xa9"), ElementsAre("7", "8", "9")));
    EXPECT_TRUE(table.malformed.empty());
}

TEST_F(CsvReaderTest, names_line_and_column_of_malformed_rows) {
    const auto table =
        read(file("a,b,c\n"
                  "1,2\n"
                  "1,2,3,4\n"
                  "\"q\n\",ok,3\n"
                  "x,12\" pipe,3\n"
                  "x,\"ab\"c,3\n"
                  "x,y,\xff\n"
                  "x,y,\xed\xa0\x80\n" +
                  std::string("x,\0,z\n", 6) +
                  "good,row,1\n"
                  "x,\"never closed,1\n"
                  "last,row,2\n"));
    EXPECT_THAT(
        table.malformed,
        ElementsAre("2:3 2 fields where the header has 3", "3:4 4 fields where the header has 3",
                    "6:2 a quote stands where none is allowed",
                    "7:2 a quote stands where none is allowed", "8:3 not UTF-8", "9:3 not UTF-8",
                    "10:2 a NUL byte", "12:2 the quote opened here is never closed"));
    EXPECT_EQ(table.bytes[2], "x,12\" pipe,3\n");
    EXPECT_THAT(table.rows,
                ElementsAre(ElementsAre("q\n", "ok", "3"), ElementsAre("good", "row", "1"),
                            ElementsAre("last", "row", "2")));
}

TEST_F(CsvReaderTest, refuses_what_is_no_table) {
    EXPECT_THAT(refusal("nowhere.csv"), HasSubstr("nowhere.csv: error: no such file"));
    EXPECT_THAT(refusal("/tmp"), HasSubstr("is a directory"));
    EXPECT_THAT(refusal(file("")), HasSubstr("the file is empty"));
    EXPECT_THAT(refusal(file("\n\r\n\n")), HasSubstr("blank lines only"));
    EXPECT_THAT(refusal(file("a,b,a\n1,2,3\n")), HasSubstr(":1:3: error: the header names"));
    EXPECT_THAT(refusal(file("a,b\xff\n")), HasSubstr(":1:2: error: not UTF-8"));
    EXPECT_THAT(refusal(file("a,\"b\n1,2\n")), HasSubstr("the header line never ends"));
    EXPECT_THAT(refusal(file("\xff\xfe"
                             "a")),
                HasSubstr("UTF-16"));
}

TEST_F(CsvReaderTest, a_field_over_1_MiB_is_malformed_and_one_of_1_MiB_is_not) {
    const std::string large(CsvReader::field_limit, 'x');
    const auto table = read(file("a,b\n1," + large + "\n2,x" + large + "\n3,3\n"), 4096);
    ASSERT_EQ(table.rows.size(), 2u);
    EXPECT_EQ(table.rows[0][1], large);
    EXPECT_THAT(table.malformed, ElementsAre("3:2 a field of more than 1 MiB"));
    EXPECT_EQ(table.bytes[0].size(), large.size() + 4);
}

TEST_F(CsvReaderTest, a_row_over_16_MiB_ends_the_reading) {
    const std::string text = "a,b\n1,2\n3,\"" + std::string(CsvReader::row_limit, 'x') + "\n";
    EXPECT_THAT(refusal(file(text + text)), HasSubstr(":3:2: error: a row of more than 16 MiB"));
}

/// A table of random cells, some with what needs quotes, written with random quoting.
struct RandomTable {
    Table rows;
    std::string text;
    std::uint64_t state;

    explicit RandomTable(std::uint64_t seed) : state(seed) {
        const std::size_t columns = 1 + below(6);
        const std::size_t count = below(60);
        for (std::size_t column = 0; column < columns; ++column) {
            text += (column ? ",c" : "c") + std::to_string(column);
        }
        end_line();
        for (std::size_t row = 0; row < count; ++row) {
            rows.emplace_back();
            for (std::size_t column = 0; column < columns; ++column) {
                text += column ? "," : "";
                rows.back().push_back(cell(columns == 1));
                write(rows.back().back());
            }
            end_line();
        }
    }
    std::uint64_t below(std::uint64_t limit) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return (state >> 33) % limit;
    }
    std::string cell(bool never_empty) {
        static const std::vector<std::string> parts{"a",        "1.5",
                                                    ",",        "\"",
                                                    "\n",       "\r\n",
                                                    "\xc3\xa9", "\xe2\x82\xac",
                                                    " ",        "long text of a cell "};
        std::string made = never_empty ? "x" : "";
        for (std::uint64_t left = below(5); left > 0; --left) {
            made += parts[below(parts.size())];
        }
        return made;
    }
    void write(const std::string& cell) {
        if (cell.find_first_of(",\"\r\n") == std::string::npos && below(2) == 0) {
            text += cell;
            return;
        }
        text += '"';
        for (const char c : cell) {
            text += c == '"' ? "\"\"" : std::string(1, c);
        }
        text += '"';
    }
    void end_line() { text += below(2) == 0 ? "\n" : "\r\n"; }
};

TEST_F(CsvReaderTest, gives_back_any_table_whatever_its_quoting_and_the_buffer) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const RandomTable table(seed);
        const std::string path = file(table.text);
        for (const std::size_t buffer : {16, 61, 64, 1000, 262144}) {
            const auto back = read(path, buffer);
            ASSERT_EQ(back.rows, table.rows) << "seed " << seed << ", buffer " << buffer;
            ASSERT_TRUE(back.malformed.empty()) << back.malformed[0] << ", seed " << seed;
        }
    }
}

TEST_F(CsvReaderTest, finds_the_same_faults_whatever_the_buffer) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        RandomTable table(seed);
        for (int i = 0; i < 3; ++i) {
            const std::string damage = std::vector<std::string>{
                "\"", "\xff", ",", "\n", std::string(1, '\0')}[table.below(5)];
            table.text.insert(
                table.text.find('\n') + 1 + table.below(table.text.size() - table.text.find('\n')),
                damage);
        }
        const std::string path = file(table.text);
        const auto whole = read(path);
        for (const std::size_t buffer : {16, 61, 64, 1000}) {
            const auto parts = read(path, buffer);
            ASSERT_EQ(parts.rows, whole.rows) << "seed " << seed << ", buffer " << buffer;
            ASSERT_EQ(parts.malformed, whole.malformed) << "seed " << seed << ", buffer " << buffer;
            ASSERT_EQ(parts.bytes, whole.bytes) << "seed " << seed << ", buffer " << buffer;
        }
    }
}

std::string gzipped(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

TEST_F(CsvReaderTest, reads_gzip_of_one_or_several_members_like_the_plain_file) {
    const RandomTable table(77);
    const std::size_t half = table.text.size() / 2;
    for (const std::string& packed : {gzipped(table.text), gzipped(table.text.substr(0, half)) +
                                                               gzipped(table.text.substr(half))}) {
        EXPECT_EQ(read(file(packed, "named-like-plain.csv"), 100).rows, table.rows);
    }
}

TEST_F(CsvReaderTest, refuses_damaged_gzip) {
    const std::string packed = gzipped(RandomTable(78).text);
    EXPECT_THAT(refusal(file(packed.substr(0, packed.size() - 9))), HasSubstr("end in the middle"));
    std::string damaged = packed;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
    EXPECT_THAT(refusal(file(damaged)), HasSubstr("damaged"));
}

}  // namespace
}  // namespace greenlane::io
