#include "io/toml_value.h"

#include "greenlane/core/calendar.h"

#include <algorithm>
#include <cctype>
#include <tuple>
#include <utility>

// Header-only, without exceptions and without assertions: the shared library of toml++ 3.3 aborts
// on hostile input such as "[\n\x1b\n".
#ifndef NDEBUG
#define NDEBUG
#endif
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace greenlane::io {

namespace {

using Kind = TomlValue::Kind;
using File = std::shared_ptr<const std::string>;

constexpr int most_key_parts = 64;

SourcePosition position_of(const toml::source_region& region, const File& file) {
    return {file, static_cast<std::uint32_t>(region.begin.line),
            static_cast<std::uint32_t>(region.begin.column)};
}

Date date_of(const toml::date& date) {
    return {static_cast<std::int32_t>(date.year), date.month, date.day};
}

Duration clock_of(const toml::time& time) {
    return time.hour * hour + time.minute * minute + time.second * second +
           time.nanosecond / 1'000'000;
}

Instant instant_of(const toml::date_time& moment) {
    return days_since_epoch(date_of(moment.date)) * day + clock_of(moment.time) -
           (moment.offset ? moment.offset->minutes * minute : 0);
}

TomlValue converted(toml::node& node, const File& file);

std::vector<TomlEntry> entries_of(toml::table& table, const File& file) {
    std::vector<TomlEntry> entries;
    for (auto&& [key, value] : table) {
        entries.push_back(
            {std::string(key.str()), position_of(key.source(), file), converted(value, file)});
    }
    std::sort(entries.begin(), entries.end(), [](const TomlEntry& a, const TomlEntry& b) {
        return std::tie(a.position.line, a.position.column) <
               std::tie(b.position.line, b.position.column);
    });
    return entries;
}

TomlValue converted(toml::node& node, const File& file) {
    TomlValue value;
    value.position = position_of(node.source(), file);
    node.visit([&](auto& typed) {
        using Node = std::remove_cvref_t<decltype(typed)>;
        if constexpr (std::is_same_v<Node, toml::table>) {
            value.kind = Kind::table;
            value.entries = entries_of(typed, file);
        } else if constexpr (std::is_same_v<Node, toml::array>) {
            value.kind = Kind::array;
            for (toml::node& element : typed) {
                value.elements.push_back(converted(element, file));
            }
        } else if constexpr (std::is_same_v<Node, toml::value<std::string>>) {
            value.kind = Kind::text;
            value.text = std::move(typed.get());
        } else if constexpr (std::is_same_v<Node, toml::value<std::int64_t>>) {
            value.kind = Kind::integer;
            value.integer = typed.get();
        } else if constexpr (std::is_same_v<Node, toml::value<double>>) {
            value.kind = Kind::number;
            value.number = typed.get();
        } else if constexpr (std::is_same_v<Node, toml::value<bool>>) {
            value.kind = Kind::boolean;
            value.integer = typed.get() ? 1 : 0;
        } else if constexpr (std::is_same_v<Node, toml::value<toml::date>>) {
            value.kind = Kind::date;
            value.integer = days_since_epoch(date_of(typed.get()));
        } else if constexpr (std::is_same_v<Node, toml::value<toml::time>>) {
            value.kind = Kind::clock;
            value.integer = clock_of(typed.get());
        } else {
            value.kind = Kind::instant;
            value.integer = instant_of(typed.get());
        }
    });
    return value;
}

/// Walks a text character by character and refuses what the parser would choke on: control
/// characters anywhere, and keys so deep that their tables would exhaust the stack.
class Gatekeeper {
public:
    Gatekeeper(std::string_view text, const File& file) : text_(text), file_(file) {}

    bool admits(Diagnostics& diagnostics) {
        for (std::size_t i = 0; i < text_.size(); ++i) {
            const auto c = static_cast<unsigned char>(text_[i]);
            if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) {
                diagnostics.error(place(), "a control character (code " + std::to_string(c) + ")",
                                  "write it as an escape, \\u00.., inside a quoted text");
                return false;
            }
            if (c == '.' && ++dots_ >= most_key_parts) {
                diagnostics.error(place(), "a key or value with more than " +
                                               std::to_string(most_key_parts) +
                                               " parts between its dots");
                return false;
            }
            advance(i, c);
        }
        return true;
    }

private:
    SourcePosition place() const { return {file_, line_, column_}; }

    /// Follows strings and comments, so that only dots outside them are counted.
    void advance(std::size_t& i, unsigned char c) {
        if (c == '\n') {
            ++line_;
            column_ = 0;
            comment_ = false;
            if (quote_.size() == 1) {
                quote_ = {};
            }
        } else if ((c & 0xc0) == 0x80) {
            return;  // a continuation byte: columns count characters
        }
        ++column_;
        if (comment_) {
            dots_ = 0;
        } else if (!quote_.empty()) {
            dots_ = c == '.' ? dots_ - 1 : dots_;
            if (c == '\\' && quote_.front() == '"' && i + 1 < text_.size() && text_[i + 1] >= ' ') {
                ++i;
                ++column_;
            } else if (text_.substr(i, quote_.size()) == quote_) {
                skip(i, quote_.size() - 1);
                quote_ = {};
            }
        } else if (c == '"' || c == '\'') {
            const bool triple = text_.substr(i, 3) == std::string(3, static_cast<char>(c));
            quote_ = text_.substr(i, triple ? 3 : 1);
            skip(i, quote_.size() - 1);
        } else if (c == '#') {
            comment_ = true;
        } else if (c != '.' && c != '-' && c != '_' && c != ' ' && c != '\t' && !std::isalnum(c)) {
            dots_ = 0;
        }
    }

    void skip(std::size_t& i, std::size_t characters) {
        i += characters;
        column_ += static_cast<std::uint32_t>(characters);
    }

    std::string_view text_;
    const File& file_;
    std::uint32_t line_ = 1;
    std::uint32_t column_ = 1;
    int dots_ = 0;
    bool comment_ = false;
    std::string_view quote_;
};

/// The parser's sentence in our grammar.
std::string reworded(std::string_view description) {
    constexpr std::string_view preamble = "Error while parsing ";
    if (description.starts_with(preamble)) {
        description.remove_prefix(preamble.size());
    }
    return "not valid TOML: " + std::string(description);
}

}  // namespace

TomlValue* TomlValue::find(std::string_view key) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [key](const TomlEntry& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &found->value;
}

bool TomlValue::is_array_of_tables() const {
    return kind == Kind::array && !elements.empty() &&
           std::all_of(elements.begin(), elements.end(),
                       [](const TomlValue& element) { return element.kind == Kind::table; });
}

std::string_view described(TomlValue::Kind kind) {
    constexpr std::array<std::string_view, 9> names{"a text",          "an integer", "a number",
                                                    "true or false",   "a date",     "a time",
                                                    "a date and time", "an array",   "a table"};
    static_assert(static_cast<std::size_t>(Kind::table) + 1 == names.size());
    return names[static_cast<std::size_t>(kind)];
}

std::optional<TomlValue> parse_toml(std::string_view text, std::string file_name,
                                    Diagnostics& diagnostics) {
    const File file = std::make_shared<const std::string>(std::move(file_name));
    if (!Gatekeeper(text, file).admits(diagnostics)) {
        return std::nullopt;
    }
    toml::parse_result result = toml::parse(text);
    if (!result) {
        diagnostics.error(position_of(result.error().source(), file),
                          reworded(result.error().description()));
        return std::nullopt;
    }
    TomlValue document;
    document.position = {file, 0, 0};
    document.entries = entries_of(result.table(), file);
    return document;
}

}  // namespace greenlane::io
