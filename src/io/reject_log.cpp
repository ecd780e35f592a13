#include "io/reject_log.h"

#include "io/csv_reader.h"

#include <cstdio>
#include <filesystem>
#include <utility>

namespace greenlane::io {

std::string place_of_rejects(const std::string& file) {
    return file.empty() ? "--rejects FILE keeps them, whole and with their reasons"
                        : "they stand, with their reasons, in " + file;
}

RejectLog::RejectLog(RejectPolicy policy, char delimiter)
    : policy_(std::move(policy)), delimiter_(delimiter) {}

RejectLog::~RejectLog() {
    if (!temporary_.empty()) {
        file_.close();
        std::remove(temporary_.c_str());
    }
}

void RejectLog::fail_writing() const {
    throw InputError(Failure::output, policy_.file, "the rejected rows cannot be written");
}

void RejectLog::open() {
    temporary_ = policy_.file + ".partial";
    file_.open(temporary_, std::ios::binary | std::ios::trunc);
    std::error_code ignored;
    namespace fs = std::filesystem;
    fs::permissions(temporary_, fs::perms::owner_read | fs::perms::owner_write, ignored);
    if (!file_) {
        fail_writing();
    }
}

void RejectLog::write_field(std::string_view text) {
    file_ << '"';
    for (const char c : text) {
        file_ << c;
        if (c == '"') {
            file_ << c;
        }
    }
    file_ << '"';
}

void RejectLog::reject(const CsvReader& reader, std::string_view row, bool splits,
                       std::uint32_t column, const std::string& reason) {
    const std::uint64_t line = reader.line_of(row.data());
    const bool named = column >= 1 && column <= reader.columns();
    const std::string name = named ? reader.header()[column - 1] : std::string{};
    if (summary_.rejected++ == 0) {
        summary_.first = Diagnostic{Severity::error,
                                    {reader.path(), static_cast<std::uint32_t>(line), column},
                                    reason + (named ? " (column '" + name + "')" : ""),
                                    {}};
    }
    if (policy_.file.empty()) {
        return;
    }
    if (temporary_.empty()) {
        open();
    }
    if (header_ != reader.header_bytes()) {
        header_ = reader.header_bytes();
        for (const char* ours : {"file", "line", "column", "name", "reason"}) {
            file_ << ours << delimiter_;
        }
        file_ << header_ << '\n';
    }
    write_field(*reader.path());
    file_ << delimiter_ << line << delimiter_ << column << delimiter_;
    write_field(name);
    file_ << delimiter_;
    write_field(reason);
    file_ << delimiter_;
    if (splits) {
        file_ << row;
    } else {
        write_field(row);
        file_ << '\n';
    }
    if (!file_) {
        fail_writing();
    }
}

void RejectLog::judge(std::uint64_t rows_to_come) {
    const auto most_rows = static_cast<double>(summary_.rows + rows_to_come);
    if (static_cast<double>(summary_.rejected) <= policy_.max_share * most_rows) {
        return;
    }
    finish();
    Diagnostics both;
    both.error(summary_.first->position, summary_.first->message);
    char allowed[32];
    std::snprintf(allowed, sizeof allowed, "%.4g %%", policy_.max_share * 100);
    both.error({},
               std::to_string(summary_.rejected) + " of " + std::to_string(summary_.rows) +
                   " rows cannot be used; at most " + allowed + " may be so",
               place_of_rejects(policy_.file));
    throw InputError(Failure::declarations, std::move(both));
}

void RejectLog::finish() {
    if (temporary_.empty()) {
        return;
    }
    file_.close();
    if (!file_ || std::rename(temporary_.c_str(), policy_.file.c_str()) != 0) {
        fail_writing();
    }
    temporary_.clear();
}

}  // namespace greenlane::io
