#pragma once

#include "greenlane/core/diagnostics.h"

#include "io/byte_stream.h"
#include "io/csv_index.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::io {

/// A row that is not a row of its table: ragged, badly quoted, not UTF-8.
struct MalformedRow {
    std::string_view bytes;    ///< as read, with its line end
    std::uint32_t column = 0;  ///< counted from 1; 0: none in particular
    std::string reason;
    bool splits = true;  ///< whether `bytes` can be told apart into fields
};

struct CsvOptions {
    char delimiter = ',';
    Failure failure = Failure::declarations;  ///< of the InputError for a file that is no table
    std::size_t buffer = 256 * 1024;
};

/// Reads a CSV file (RFC 4180: quotes, doubled quotes, line feeds inside quotes; CRLF or LF; a
/// UTF-8 byte order mark; plain or gzip) with one header line, batch by batch. Blank lines are
/// passed over. Views are valid until the next call of next().
class CsvReader {
public:
    /// The longest field; a longer one makes its row malformed.
    static constexpr std::size_t field_limit = 1024 * 1024;
    /// The longest row that is kept; a longer one ends the reading.
    static constexpr std::size_t row_limit = 16 * field_limit;

    /// Reads the header. Throws InputError where the file is missing, a directory, empty, not
    /// UTF-8 or names a column twice.
    explicit CsvReader(std::string path, CsvOptions options = {});

    const std::shared_ptr<const std::string>& path() const { return path_; }
    const std::vector<std::string>& header() const { return header_; }
    std::size_t columns() const { return header_.size(); }
    /// The header line as read, without byte order mark and line end.
    const std::string& header_bytes() const { return header_bytes_; }
    /// Where a column is named.
    SourcePosition header_position() const { return {path_, header_line_, 1}; }

    /// Goes on to the next batch of rows. False at the end of the file.
    bool next();

    /// The well-formed rows of the batch; there may be none.
    std::size_t rows() const { return first_.size(); }
    /// A cell as it stands between its separators, quotes and all. 16 bytes are readable from its
    /// front, whatever its length.
    std::string_view raw(std::size_t row, std::size_t column) const {
        const std::uint32_t* separator = index_.separators() + first_[row] + column;
        const char* begin = buffer_.data() + separator[0] + 1;
        const char* end = buffer_.data() + separator[1];
        if (column + 1 == columns() && end > begin && end[-1] == '\r') {
            --end;
        }
        return {begin, static_cast<std::size_t>(end - begin)};
    }
    /// A cell's text. `scratch` holds it where doubled quotes were undone.
    std::string_view text(std::size_t row, std::size_t column, std::string& scratch) const {
        const std::string_view cell = raw(row, column);
        return cell.empty() || cell.front() != '"' ? cell : unquoted(cell, scratch);
    }
    /// A row's bytes as read, with its line end.
    std::string_view row_bytes(std::size_t row) const;
    const std::vector<MalformedRow>& malformed() const { return malformed_; }
    /// The physical line, counted from 1, that the byte at `place` (a view into this batch) is on.
    std::uint64_t line_of(const char* place) const;
    /// The least number of rows that could not be excluded behind this batch; nullopt for gzip.
    std::optional<std::uint64_t> most_rows_left() const;

    static std::string_view unquoted(std::string_view cell, std::string& scratch);

private:
    void read_header();
    bool refill();
    bool take_batch();
    void sort_rows(std::size_t row_count);
    void cut_line(std::size_t start, std::size_t fault, std::string reason);
    std::string_view bytes(std::size_t begin, std::size_t end) const {
        return {buffer_.data() + begin, end - begin};
    }
    std::string fault_of_bytes(std::string_view row, std::uint32_t& column) const;
    std::uint32_t column_of(std::size_t row_start, std::size_t place) const;
    [[noreturn]] void fail(std::uint64_t line, std::uint32_t column, std::string message,
                           std::string hint = {}) const;

    std::shared_ptr<const std::string> path_;
    CsvOptions options_;
    ByteStream stream_;
    std::vector<char> buffer_;
    std::size_t begin_;      ///< the batch's first byte in buffer_
    std::size_t batch_end_;  ///< behind the batch's last byte
    std::size_t end_;        ///< behind the last byte read
    bool at_end_ = false;
    std::uint64_t line_ = 1;                 ///< the physical line at begin_
    mutable const char* counted_ = nullptr;  ///< where line_of() was asked for last in the batch
    mutable std::uint64_t counted_line_ = 0;
    CsvIndex index_;
    std::vector<std::uint32_t> first_;  ///< of each row the separator in front of its first field
    std::vector<MalformedRow> malformed_;
    std::vector<std::string> header_;
    std::string header_bytes_;
    std::uint32_t header_line_ = 1;
};

}  // namespace greenlane::io
