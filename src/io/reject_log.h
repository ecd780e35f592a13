#pragma once

#include "greenlane/io/rejects.h"

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

namespace greenlane::io {

class CsvReader;

/// Counts unusable rows and writes them down: CSV with the columns file, line, column, name, reason
/// and then the row as it was read, so that the corrected file can be read with the same mapping.
/// A row whose quotes cannot be told apart stands in a single quoted field.
class RejectLog {
public:
    RejectLog(RejectPolicy policy, char delimiter);
    /// Removes what was not finished.
    ~RejectLog();
    RejectLog(const RejectLog&) = delete;
    RejectLog& operator=(const RejectLog&) = delete;

    void count_rows(std::uint64_t rows) { summary_.rows += rows; }
    /// `column` counts from 1; 0: none in particular. Throws InputError(output) where the file
    /// cannot be written.
    void reject(const CsvReader& reader, std::string_view row, bool splits, std::uint32_t column,
                const std::string& reason);
    const RejectSummary& summary() const { return summary_; }

    /// Throws InputError(declarations) if too many rows are unusable even where `rows_to_come` good
    /// ones followed; the file is then finished first.
    void judge(std::uint64_t rows_to_come);
    /// Gives the file its name.
    void finish();

private:
    void open();
    void write_field(std::string_view text);
    [[noreturn]] void fail_writing() const;

    RejectPolicy policy_;
    char delimiter_;
    RejectSummary summary_;
    std::string temporary_;
    std::ofstream file_;
    std::string header_;  ///< of the rows written last
};

}  // namespace greenlane::io
