#pragma once

#include "greenlane/report/run_tables.h"

#include "report/text.h"

#include <string>
#include <vector>

namespace greenlane::report {

enum class Align { left, right };

struct Column {
    std::string heading;
    Align align = Align::right;
    /// Left out where the table is too wide, the last such column first.
    bool optional = false;
    std::size_t least_width = 0;  ///< so that tables stand alike below each other
};

struct Cell {
    std::string text;
    Tone tone = Tone::plain;

    Cell() = default;
    Cell(std::string content, Tone look = Tone::plain) : text(std::move(content)), tone(look) {}
    Cell(const char* content, Tone look = Tone::plain) : text(content), tone(look) {}
};

/// Rows under headings, two blanks between columns. Where the table is too wide, headings are
/// broken behind the points of ids and hyphens, then columns are left out, and where that is not
/// enough the ids in the first column are broken, the rest of their row beside their last part; a
/// part that is still too wide is shortened.
class Table {
public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// As many cells as columns.
    void add(std::vector<Cell> row);
    /// A line of its own above the rows that are added next, as wide as it is.
    void add_title(Cell title);
    bool empty() const { return rows_.empty(); }
    std::string to_string(const Terminal& terminal) const;

private:
    /// The columns that are shown, and the width of every one.
    std::vector<std::size_t> layout(std::size_t width, std::vector<std::size_t>& widths) const;

    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
};

}  // namespace greenlane::report
