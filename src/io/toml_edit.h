#pragma once

#include "greenlane/core/diagnostics.h"

#include "io/toml_reader.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::io {

/// A TOML text that is changed key by key: what is not changed stays as it was written, comments
/// and order too.
class TomlEdit {
public:
    /// `document` outlives the edit; the tables named below are its own, as it was read.
    TomlEdit(TomlDocument& document, Diagnostics& diagnostics);

    /// The key of a table becomes `lines` (each with its line end; none: it is taken out), at its
    /// place or, where the table has no such line, behind its last key. An error where the table is
    /// written inline, within another statement.
    void set(TomlValue& table, std::string_view key, const std::string& lines);
    /// A value on one line becomes `value`, in TOML, and what stands behind it stays; a key that is
    /// not there is set. The same error.
    void set_value(TomlValue& table, std::string_view key, const std::string& value);
    /// Behind the last key of a table with a header of its own.
    void add(TomlValue& table, const std::string& lines);
    /// Behind everything else.
    void append(const std::string& lines);

    std::string text() const;

private:
    struct Statement {
        std::string text;  ///< with its line ends
        std::size_t line;  ///< where it begins, from 1
        bool is_header = false;
        bool is_blank = false;  ///< a blank line or a comment
        std::string behind;     ///< what was put behind it
    };
    void split(std::string_view text);
    Statement& at(const SourcePosition& position);
    bool is_inline(const SourcePosition& position);
    /// Reports that the key cannot be written, where it cannot.
    bool refuses(TomlValue& table, const TomlEntry* entry, std::string_view key);
    /// Of the table that it begins, itself where there is none; what is put behind it is the
    /// table's too.
    Statement& last_key_of(Statement& header);
    void collect(TomlValue& value, std::vector<Statement*>& statements);
    std::vector<Statement*> statements_of(TomlEntry& entry);

    TomlDocument& document_;
    Diagnostics& diagnostics_;
    std::vector<Statement> statements_;
    std::string appended_;
};

}  // namespace greenlane::io
