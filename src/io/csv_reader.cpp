#include "io/csv_reader.h"

#include "io/utf8.h"

#include <algorithm>
#include <cstring>
#include <unordered_set>
#include <utility>

namespace greenlane::io {

namespace {

constexpr std::size_t lead = 64;

std::size_t count_lines(const char* begin, const char* end) {
    // Counts below 256 are kept in bytes: 32 bytes are compared and counted at a time.
    constexpr std::ptrdiff_t stretch = 7 * 32;
    std::size_t lines = 0;
    while (begin != end) {
        const char* stop = begin + std::min(end - begin, stretch);
        std::uint8_t found = 0;
        for (; begin != stop; ++begin) {
            found = static_cast<std::uint8_t>(found + (*begin == '\n' ? 1 : 0));
        }
        lines += found;
    }
    return lines;
}

std::string_view without_line_end(std::string_view row) {
    for (const char end : {'\n', '\r'}) {
        if (!row.empty() && row.back() == end) {
            row.remove_suffix(1);
        }
    }
    return row;
}

}  // namespace

CsvReader::CsvReader(std::string path, CsvOptions options)
    : path_(std::make_shared<const std::string>(std::move(path))),
      options_(options),
      stream_(*path_, options.failure),
      buffer_(lead + options.buffer + 1 + CsvIndex::padding),
      begin_(lead),
      batch_end_(lead),
      end_(lead) {
    read_header();
}

void CsvReader::fail(std::uint64_t line, std::uint32_t column, std::string message,
                     std::string hint) const {
    Diagnostics one;
    one.error({path_, static_cast<std::uint32_t>(line), column}, std::move(message),
              std::move(hint));
    throw InputError(options_.failure, std::move(one));
}

void CsvReader::read_header() {
    refill();
    const std::string_view head = bytes(begin_, end_);
    if (head.empty()) {
        fail(0, 0, "the file is empty", "the first line names the columns");
    }
    if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff")) {
        fail(1, 1, "the file is UTF-16", "save it as UTF-8");
    }
    if (head.starts_with("\xef\xbb\xbf")) {
        begin_ += 3;
    }
    for (;;) {
        index_.build(buffer_.data(), begin_, end_, options_.delimiter);
        if (!index_.row_ends().empty()) {
            const std::size_t behind = index_.separators()[index_.row_ends().front()] + 1;
            if (!without_line_end(bytes(begin_, behind)).empty()) {
                break;
            }
            begin_ = behind;
            ++line_;
        } else if (begin_ == end_ && at_end_) {
            fail(0, 0, "the file holds blank lines only", "the first line names the columns");
        } else if (at_end_ || end_ - begin_ >= row_limit) {
            fail(line_, 1, "the header line never ends", "is a quote left open?");
        } else {
            refill();
        }
    }
    const std::uint32_t fields = index_.row_ends().front();
    const std::size_t row_end = index_.separators()[fields];
    const std::string_view row = bytes(begin_, row_end + 1);
    std::uint32_t column = 0;
    if (index_.stray() < row_end) {
        fail(line_, column_of(begin_, index_.stray()), "a quote stands where none is allowed");
    }
    if (const std::string fault = fault_of_bytes(row, column); !fault.empty()) {
        fail(line_, column, fault);
    }
    header_bytes_ = without_line_end(row);
    header_line_ = static_cast<std::uint32_t>(line_);
    std::unordered_set<std::string> seen;
    std::string scratch;
    for (std::uint32_t i = 0; i < fields; ++i) {
        std::string_view cell =
            bytes(index_.separators()[i] + 1,
                  std::max(index_.separators()[i] + 1, index_.separators()[i + 1]));
        cell = i + 1 == fields ? without_line_end(cell) : cell;
        header_.emplace_back(cell.starts_with('"') ? unquoted(cell, scratch) : cell);
        if (!header_.back().empty() && !seen.insert(header_.back()).second) {
            fail(line_, i + 1, "the header names the column '" + header_.back() + "' twice",
                 "give each column a name of its own");
        }
    }
    batch_end_ = row_end + 1;
}

std::string_view CsvReader::unquoted(std::string_view cell, std::string& scratch) {
    cell = cell.substr(1, cell.size() - 2);
    if (cell.find('"') == std::string_view::npos) {
        return cell;
    }
    scratch.clear();
    // Readers may look 16 bytes ahead.
    scratch.reserve(cell.size() + 16);
    for (std::size_t i = 0; i < cell.size(); ++i) {
        scratch.push_back(cell[i]);
        i += cell[i] == '"' ? 1 : 0;
    }
    return scratch;
}

bool CsvReader::refill() {
    if (!at_end_) {
        std::memmove(buffer_.data() + lead, buffer_.data() + begin_, end_ - begin_);
        end_ = lead + (end_ - begin_);
        begin_ = lead;
        std::size_t room = buffer_.size() - 1 - CsvIndex::padding;
        if (end_ == room) {
            buffer_.resize(buffer_.size() + (room - lead));
            room += room - lead;
        }
        const std::size_t got = stream_.read({buffer_.data() + end_, room - end_});
        at_end_ = got < room - end_;
        end_ += got;
        if (at_end_ && end_ > begin_ && buffer_[end_ - 1] != '\n') {
            buffer_[end_++] = '\n';
        }
    }
    return end_ > begin_;
}

bool CsvReader::next() {
    line_ = line_of(buffer_.data() + batch_end_);
    counted_ = nullptr;
    begin_ = batch_end_;
    while (refill()) {
        malformed_.clear();
        first_.clear();
        if (take_batch()) {
            return true;
        }
        if (end_ - begin_ >= row_limit) {
            const std::uint32_t open = index_.open_quote();
            fail(line_, open == CsvIndex::none ? 1 : column_of(begin_, open),
                 "a row of more than 16 MiB", "is a quote left open, or is this no CSV file?");
        }
    }
    malformed_.clear();
    first_.clear();
    return false;
}

bool CsvReader::take_batch() {
    index_.build(buffer_.data(), begin_, end_, options_.delimiter);
    const std::vector<std::uint32_t>& ends = index_.row_ends();
    const std::uint32_t* separators = index_.separators();
    const std::uint32_t stray = index_.stray();
    const auto whole = std::partition_point(
        ends.begin(), ends.end(), [&](std::uint32_t end) { return separators[end] < stray; });
    const auto rows = static_cast<std::size_t>(whole - ends.begin());
    batch_end_ = rows == 0 ? begin_ : separators[ends[rows - 1]] + 1;
    sort_rows(rows);
    if (stray != CsvIndex::none) {
        cut_line(batch_end_, stray, "a quote stands where none is allowed");
    } else if (at_end_ && batch_end_ < end_) {
        cut_line(batch_end_, index_.open_quote(), "the quote opened here is never closed");
    }
    return batch_end_ > begin_;
}

/// Makes the line from `start`, through the line feed behind `fault`, a malformed row; does nothing
/// where that line feed is not yet read.
void CsvReader::cut_line(std::size_t start, std::size_t fault, std::string reason) {
    const char* feed =
        static_cast<const char*>(std::memchr(buffer_.data() + fault, '\n', end_ - fault));
    if (feed != nullptr) {
        batch_end_ = static_cast<std::size_t>(feed - buffer_.data()) + 1;
        malformed_.push_back(
            {bytes(start, batch_end_), column_of(start, fault), std::move(reason), false});
    }
}

/// Parts the batch's first rows into well-formed and malformed ones.
void CsvReader::sort_rows(std::size_t row_count) {
    const std::uint32_t* separators = index_.separators();
    const bool suspicious = index_.has_nul() || index_.has_non_ascii();
    std::uint32_t first = 0;
    for (std::size_t row = 0; row < row_count; ++row) {
        const std::uint32_t end = index_.row_ends()[row];
        const std::uint32_t fields = end - first;
        const std::size_t start = separators[first] + 1;
        const std::size_t length = separators[end] - start;
        if (fields == columns() && !suspicious && length - 1 < field_limit) [[likely]] {
            first_.push_back(first);
            first = end;
            continue;
        }
        const std::string_view whole = bytes(start, separators[end] + 1);
        std::uint32_t column = 0;
        std::string fault;
        if (fields != columns()) {
            fault = std::to_string(fields) + (fields == 1 ? " field" : " fields") +
                    " where the header has " + std::to_string(columns());
            column = static_cast<std::uint32_t>(std::min<std::size_t>(fields, columns()) + 1);
        } else {
            fault = fault_of_bytes(whole, column);
        }
        if (without_line_end(whole).empty()) {
            // A blank line.
        } else if (fault.empty()) {
            first_.push_back(first);
        } else {
            malformed_.push_back({whole, column, std::move(fault), true});
        }
        first = end;
    }
}

/// What is wrong with the bytes of a row, and in which column; empty where nothing is.
std::string CsvReader::fault_of_bytes(std::string_view row, std::uint32_t& column) const {
    const auto start = static_cast<std::size_t>(row.data() - buffer_.data());
    if (const std::size_t nul = row.find('\0'); nul != std::string_view::npos) {
        column = column_of(start, start + nul);
        return "a NUL byte";
    }
    if (const std::size_t valid = valid_utf8_prefix(row); valid < row.size()) {
        column = column_of(start, start + valid);
        return "not UTF-8";
    }
    if (row.size() > field_limit) {
        const std::uint32_t* separator = index_.separators();
        const std::uint32_t* last = separator + index_.separator_count();
        separator = std::lower_bound(separator, last, start - 1);
        for (column = 1; separator + 1 < last && separator[1] < start + row.size();
             ++column, ++separator) {
            if (separator[1] - separator[0] - 1 > field_limit) {
                return "a field of more than 1 MiB";
            }
        }
    }
    return {};
}

/// The number, counted from 1, of the field that the byte at `place` is in.
std::uint32_t CsvReader::column_of(std::size_t row_start, std::size_t place) const {
    const std::uint32_t* separators = index_.separators();
    const std::uint32_t* end = separators + index_.separator_count();
    return static_cast<std::uint32_t>(std::lower_bound(separators, end, place) -
                                      std::lower_bound(separators, end, row_start)) +
           1;
}

std::string_view CsvReader::row_bytes(std::size_t row) const {
    const std::uint32_t* separator = index_.separators() + first_[row];
    return bytes(separator[0] + 1, separator[columns()] + 1);
}

std::uint64_t CsvReader::line_of(const char* place) const {
    // From the place asked for before: asking row after row looks at each byte once.
    if (counted_ == nullptr || place < counted_) {
        counted_ = buffer_.data() + begin_;
        counted_line_ = line_;
    }
    counted_line_ += count_lines(counted_, place);
    counted_ = place;
    return counted_line_;
}

std::optional<std::uint64_t> CsvReader::most_rows_left() const {
    const auto left = stream_.bytes_left();
    return left ? std::optional((*left + (end_ - batch_end_)) / columns() + 1) : std::nullopt;
}

}  // namespace greenlane::io
