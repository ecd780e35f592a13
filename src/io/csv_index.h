#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace greenlane::io {

/// Where the fields of CSV text lie (RFC 4180): the positions of the delimiters and line feeds that
/// stand outside quotes, found 64 bytes at a time.
class CsvIndex {
public:
    /// How many bytes behind `end` a text given to build() must have readable.
    static constexpr std::size_t padding = 64;
    static constexpr std::uint32_t none = 0xffffffffu;

    /// Indexes data[begin, end); a row starts at `begin`, which is at least 1 and, like `end`,
    /// below 2^32.
    void build(const char* data, std::size_t begin, std::size_t end, char delimiter);

    /// separators()[0] is begin - 1; the field behind separator k ends at separator k + 1.
    const std::uint32_t* separators() const { return separators_.data(); }
    std::size_t separator_count() const { return count_; }
    /// Which separators are line feeds: indices into separators(), ascending.
    const std::vector<std::uint32_t>& row_ends() const { return row_ends_; }
    /// The first byte that quoting does not allow (a quote inside an unquoted field, or something
    /// behind a closing quote), or `none`. What is indexed behind it means nothing.
    std::uint32_t stray() const { return stray_; }
    /// Where the quote that is still open at the end was opened, or `none`.
    std::uint32_t open_quote() const { return open_quote_; }
    bool has_nul() const { return has_nul_; }
    bool has_non_ascii() const { return has_non_ascii_; }

private:
    std::vector<std::uint32_t> separators_;
    std::size_t count_ = 0;
    std::vector<std::uint32_t> row_ends_;
    std::uint32_t stray_ = none;
    std::uint32_t open_quote_ = none;
    bool has_nul_ = false;
    bool has_non_ascii_ = false;
};

}  // namespace greenlane::io
