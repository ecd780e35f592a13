#pragma once

#include "greenlane/core/diagnostics.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::io {

struct TomlEntry;

/// A value of a TOML text, and where it stands. Texts stand at their opening quote, tables at the
/// bracket of their header.
struct TomlValue {
    enum class Kind : std::uint8_t {
        text,
        integer,
        number,
        boolean,
        date,     ///< `integer` holds days since 1970
        clock,    ///< `integer` holds milliseconds since midnight
        instant,  ///< `integer` holds an Instant
        array,
        table,
    };
    Kind kind = Kind::table;
    SourcePosition position;
    std::string text;
    std::int64_t integer = 0;
    double number = 0;
    std::vector<TomlValue> elements;  ///< of an array
    std::vector<TomlEntry> entries;   ///< of a table, in the order of the text

    // A table's readers leave their traces, so that a key nobody asked for can be reported.
    bool opened = false;
    std::vector<std::string> asked;

    TomlValue* find(std::string_view key);
    bool is_array_of_tables() const;
};

struct TomlEntry {
    std::string key;
    SourcePosition position;
    TomlValue value;
};

/// `a text`, `an integer`...: a kind as messages name it.
std::string_view described(TomlValue::Kind kind);

/// The table that a whole text is; nullopt, and an error with its place, for what is not TOML 1.0.
/// Control characters and keys of more than 64 parts are refused. Never aborts.
std::optional<TomlValue> parse_toml(std::string_view text, std::string file,
                                    Diagnostics& diagnostics);

}  // namespace greenlane::io
