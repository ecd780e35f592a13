#include "report/table.h"

#include "greenlane/core/contract.h"

#include <algorithm>

namespace greenlane::report {

namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t gap = 2;
constexpr std::size_t least_name = 12;

std::string padded(const std::string& text, std::size_t width, Align align, Tone tone,
                   bool colours) {
    const std::string blanks(width - std::min(width, display_width(text)), ' ');
    const std::string shown = painted(text, tone, colours);
    return align == Align::left ? shown + blanks : blanks + shown;
}

void trim_end(std::string& line) {
    line.erase(line.find_last_not_of(' ') + 1);
}

}  // namespace

void Table::add(std::vector<Cell> row) {
    GREENLANE_EXPECT(row.size() == columns_.size());
    rows_.push_back(std::move(row));
}

std::string Table::to_string(const Terminal& terminal) const {
    std::vector<std::size_t> widths;
    std::vector<std::size_t> shown;
    std::size_t total = indent - gap;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        std::size_t width = std::max(columns_[c].least_width, display_width(columns_[c].heading));
        bool filled = columns_[c].heading.empty();
        for (const auto& row : rows_) {
            width = std::max(width, display_width(row[c].text));
            filled = filled || !row[c].text.empty();
        }
        widths.push_back(width);
        if (filled) {
            shown.push_back(c);
            total += width + gap;
        }
    }
    while (total > terminal.width) {
        const auto last = std::find_if(shown.rbegin(), shown.rend(),
                                       [this](std::size_t c) { return columns_[c].optional; });
        if (last == shown.rend()) {
            const std::size_t excess = total - terminal.width;
            widths[0] = std::max(least_name, widths[0] - std::min(widths[0], excess));
            break;
        }
        total -= widths[*last] + gap;
        shown.erase(std::next(last).base());
    }
    std::string out;
    const auto add_line = [&](auto cell_of) {
        std::string line(indent - gap, ' ');
        for (const std::size_t c : shown) {
            const Cell cell = cell_of(c);
            line.append(gap, ' ');
            line += padded(shortened(cell.text, widths[c]), widths[c], columns_[c].align, cell.tone,
                           terminal.colours);
        }
        trim_end(line);
        out += line + '\n';
    };
    add_line([this](std::size_t c) { return Cell(columns_[c].heading, Tone::faint); });
    for (const auto& row : rows_) {
        add_line([&](std::size_t c) { return row[c]; });
    }
    return out;
}

}  // namespace greenlane::report
