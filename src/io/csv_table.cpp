#include "io/csv_table.h"

#include "io/csv_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace greenlane::io {

namespace {

/// Where the columns stand in the header; empty, and errors, where one is not there.
std::vector<std::size_t> find_columns(const CsvReader& reader,
                                      std::span<const std::string_view> columns,
                                      Diagnostics& diagnostics) {
    const std::vector<std::string_view> header(reader.header().begin(), reader.header().end());
    std::vector<std::size_t> places;
    for (const std::string_view column : columns) {
        const auto found = std::find(header.begin(), header.end(), column);
        if (found == header.end()) {
            diagnostics.error(reader.header_position(),
                              "there is no column '" + std::string(column) + '\'',
                              did_you_mean(column, header));
        } else {
            places.push_back(static_cast<std::size_t>(found - header.begin()));
        }
    }
    return places.size() == columns.size() ? places : std::vector<std::size_t>{};
}

/// Goes through a text and counts its lines and, in the line, its characters.
struct Cursor {
    const char* at;
    std::uint64_t line;
    std::uint32_t column = 1;

    void go_to(const char* place) {
        for (; at != place; ++at) {
            if (*at == '\n') {
                ++line;
                column = 1;
            } else if ((static_cast<unsigned char>(*at) & 0xc0) != 0x80) {
                ++column;
            }
        }
    }
};

CsvRow read_row(const CsvReader& reader, std::size_t row, const std::vector<std::size_t>& places,
                std::string& scratch) {
    const char* begin = reader.row_bytes(row).data();
    const Cursor front{begin, reader.line_of(begin)};
    Cursor cursor = front;
    CsvRow cells;
    cells.reserve(places.size());
    for (const std::size_t column : places) {
        const char* cell = reader.raw(row, column).data();
        cursor = cell < cursor.at ? front : cursor;
        cursor.go_to(cell);
        cells.push_back({std::string(reader.text(row, column, scratch)),
                         {reader.path(), static_cast<std::uint32_t>(cursor.line), cursor.column}});
    }
    return cells;
}

std::vector<CsvRow> rows_of(CsvReader& reader, const std::vector<std::size_t>& places,
                            Diagnostics& diagnostics) {
    std::vector<CsvRow> rows;
    std::string scratch;
    while (reader.next()) {
        for (const MalformedRow& row : reader.malformed()) {
            diagnostics.error(
                {reader.path(), static_cast<std::uint32_t>(reader.line_of(row.bytes.data())), 1},
                row.reason);
        }
        for (std::size_t row = 0; row < reader.rows(); ++row) {
            rows.push_back(read_row(reader, row, places, scratch));
        }
    }
    return rows;
}

}  // namespace

std::optional<std::vector<CsvRow>> read_csv_table(const std::filesystem::path& file,
                                                  std::span<const std::string_view> columns,
                                                  Diagnostics& diagnostics) {
    try {
        CsvReader reader(file.string(), {.failure = Failure::usage});
        const auto places = find_columns(reader, columns, diagnostics);
        return places.empty() ? std::nullopt : std::optional(rows_of(reader, places, diagnostics));
    } catch (const InputError& error) {
        diagnostics.append(error.diagnostics());
        return std::nullopt;
    }
}

std::optional<double> number_in(const Located<std::string>& cell, std::string_view column,
                                Diagnostics& diagnostics) {
    double number = 0;
    const char* end = cell.value.data() + cell.value.size();
    const auto [stop, status] = std::from_chars(cell.value.data(), end, number);
    if (status != std::errc{} || stop != end || !std::isfinite(number) || number < 0) {
        diagnostics.error(cell.position, '\'' + std::string(column) +
                                             "' must be a number of at least 0, not '" +
                                             cell.value + '\'');
        return std::nullopt;
    }
    return number;
}

std::optional<std::size_t> word_in(const Located<std::string>& cell, std::string_view column,
                                   std::span<const std::string_view> words,
                                   Diagnostics& diagnostics) {
    const auto found = std::find(words.begin(), words.end(), cell.value);
    if (found != words.end()) {
        return static_cast<std::size_t>(found - words.begin());
    }
    std::string list;
    for (const std::string_view word : words) {
        list += (list.empty() ? "" : ", ") + std::string(word);
    }
    diagnostics.error(
        cell.position,
        '\'' + std::string(column) + "' cannot be '" + cell.value + "' (one of " + list + ')',
        did_you_mean(cell.value, words));
    return std::nullopt;
}

bool is_hs_prefix(const Located<std::string>& cell, Diagnostics& diagnostics) {
    const std::string& text = cell.value;
    if (text.size() >= 2 && text.size() <= 10 &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        return true;
    }
    diagnostics.error(cell.position,
                      '\'' + text + "' is not an HS prefix (2 to 10 digits, without dots)");
    return false;
}

}  // namespace greenlane::io
