#include "report/table.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <numeric>

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

/// Behind the next of `ends`, which is no decimal point nor a sign.
std::size_t end_of_part(const std::string& text, const char* ends, std::size_t begin) {
    std::size_t end = text.find_first_of(ends, begin);
    while (end < text.size() - 1 && text[end] != ' ' && text[end] != '=' && text[end + 1] >= '0' &&
           text[end + 1] <= '9') {
        end = text.find_first_of(ends, end + 1);
    }
    return std::min(text.size() - 1, end) + 1;
}

/// Broken behind any of `ends` into lines of at most `width` columns, or of one part.
std::vector<std::string> broken(const std::string& text, const char* ends, std::size_t width) {
    std::vector<std::string> lines{""};
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = end_of_part(text, ends, begin);
        const std::string part = text.substr(begin, end - begin);
        if (!lines.back().empty() && display_width(lines.back() + part) > width) {
            lines.emplace_back();
        }
        lines.back() += part;
        begin = end;
    }
    return lines;
}

std::vector<std::string> heading_lines(const std::string& heading, std::size_t width) {
    return broken(heading, ".-= ", width);
}

/// Broken behind the points of an id; lines after the first one stand in by two.
std::vector<std::string> name_lines(const std::string& name, std::size_t width) {
    if (name.empty() || display_width(name) <= width) {
        return {name};
    }
    std::vector<std::string> lines = broken(name, ".", width - 2);
    for (std::size_t line = 1; line < lines.size(); ++line) {
        lines[line].insert(0, "  ");
    }
    return lines;
}

std::size_t widest_of(const std::vector<std::string>& lines) {
    std::size_t width = 0;
    for (const std::string& line : lines) {
        width = std::max(width, display_width(line));
    }
    return width;
}

/// Of the widest part that is not broken.
std::size_t least_heading_width(const std::string& heading) {
    return widest_of(heading_lines(heading, 0));
}

/// Of a name that is broken wherever it can be, at least of `least_name`: ids are never cut.
std::size_t least_name_width(const std::string& name) {
    return std::max(least_name,
                    name.find('.') == std::string::npos ? 0 : widest_of(broken(name, ".", 0)) + 2);
}

void trim_end(std::string& line) {
    line.erase(line.find_last_not_of(' ') + 1);
}

}  // namespace

void Table::add(std::vector<Cell> row) {
    GREENLANE_EXPECT(row.size() == columns_.size());
    rows_.push_back(std::move(row));
}

void Table::add_title(Cell title) {
    rows_.push_back({std::move(title)});
}

std::vector<std::size_t> Table::layout(std::size_t width, std::vector<std::size_t>& widths) const {
    std::vector<std::size_t> shown;
    std::vector<std::size_t> content;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        std::size_t widest = columns_[c].least_width;
        bool filled = columns_[c].heading.empty();
        for (const auto& row : rows_) {
            if (row.size() == columns_.size()) {
                widest = std::max(widest, display_width(row[c].text));
                filled = filled || !row[c].text.empty();
            }
        }
        content.push_back(widest);
        widths.push_back(std::max(widest, display_width(columns_[c].heading)));
        if (filled) {
            shown.push_back(c);
        }
    }
    const auto total = [&] {
        return std::accumulate(
            shown.begin(), shown.end(), indent - gap,
            [&](std::size_t sum, std::size_t c) { return sum + widths[c] + gap; });
    };
    for (auto c = shown.rbegin(); c != shown.rend() && total() > width; ++c) {
        widths[*c] = std::max(content[*c], least_heading_width(columns_[*c].heading));
    }
    while (total() > width) {
        const auto last = std::find_if(shown.rbegin(), shown.rend(),
                                       [this](std::size_t c) { return columns_[c].optional; });
        if (last == shown.rend()) {
            const std::size_t excess = total() - width;
            std::size_t least = least_name;
            for (const auto& row : rows_) {
                if (row.size() == columns_.size()) {
                    least = std::max(least, least_name_width(row[0].text));
                }
            }
            widths[0] =
                std::max(std::min(least, widths[0]), widths[0] - std::min(widths[0], excess));
            break;
        }
        shown.erase(std::next(last).base());
    }
    return shown;
}

std::string Table::to_string(const Terminal& terminal) const {
    std::vector<std::size_t> widths;
    const std::vector<std::size_t> shown = layout(terminal.width, widths);
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
    std::size_t lines = 1;
    std::vector<std::vector<std::string>> headings;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        headings.push_back(heading_lines(columns_[c].heading, widths[c]));
    }
    for (const std::size_t c : shown) {
        lines = std::max(lines, headings[c].size());
    }
    for (std::size_t line = 0; line < lines; ++line) {
        add_line([&](std::size_t c) {
            const std::size_t above = lines - headings[c].size();
            return Cell(line < above ? "" : headings[c][line - above], Tone::faint);
        });
    }
    for (const auto& row : rows_) {
        if (row.size() == columns_.size()) {
            const std::vector<std::string> name = name_lines(row[0].text, widths[0]);
            for (std::size_t line = 0; line + 1 < name.size(); ++line) {
                add_line(
                    [&](std::size_t c) { return Cell(c == 0 ? name[line] : "", row[0].tone); });
            }
            add_line(
                [&](std::size_t c) { return c == 0 ? Cell(name.back(), row[0].tone) : row[c]; });
        } else {
            out += std::string(indent, ' ') + painted(row[0].text, row[0].tone, terminal.colours) +
                   '\n';
        }
    }
    return out;
}

}  // namespace greenlane::report
