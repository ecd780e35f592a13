#include "io/csv_table.h"

#include "written_files.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string shown(const Located<std::string>& cell) {
    return std::to_string(cell.position.line) + ':' + std::to_string(cell.position.column) + ' ' +
           cell.value;
}

TEST(CsvTable, SaysWhereEachCellStandsWhateverTheOrderOfItsColumns) {
    const WrittenFiles files;
    const auto file = files.write("t.csv",
                                  "a,b,c\n"
                                  "1,22,3\n"
                                  "\n"
                                  "\"x\ny\",é,\"p\n\nq\"\n"
                                  "4,5,6\n");
    Diagnostics diagnostics;
    constexpr std::array<std::string_view, 3> columns{"c", "a", "b"};
    const auto rows = read_csv_table(file, columns, diagnostics);
    ASSERT_TRUE(rows);
    EXPECT_THAT(files.messages(diagnostics), IsEmpty());
    std::vector<std::string> cells;
    for (const CsvRow& row : *rows) {
        for (const Located<std::string>& cell : row) {
            cells.push_back(shown(cell));
        }
    }
    EXPECT_THAT(cells, ElementsAre("2:6 3", "2:1 1", "2:3 22",         //
                                   "5:6 p\n\nq", "4:1 x\ny", "5:4 é",  //
                                   "8:5 6", "8:1 4", "8:3 5"));
}

TEST(CsvTable, NamesTheLineOfEachRaggedRow) {
    const WrittenFiles files;
    const auto file = files.write("t.csv", "a,b\n1\n2,3\n4\n");
    Diagnostics diagnostics;
    constexpr std::array<std::string_view, 1> columns{"a"};
    read_csv_table(file, columns, diagnostics);
    EXPECT_THAT(files.messages(diagnostics),
                ElementsAre("t.csv:2:1: error: 1 field where the header has 2",
                            "t.csv:4:1: error: 1 field where the header has 2"));
}

}  // namespace
}  // namespace greenlane::io
