#include "io/toml_edit.h"

#include "greenlane/core/contract.h"

#include <algorithm>

namespace greenlane::io {

namespace {

/// The end of the string that begins at `from`: behind its closing quotes.
std::size_t string_end(std::string_view text, std::size_t from) {
    const char quote = text[from];
    const bool triple = text.substr(from, 3) == std::string(3, quote);
    const std::string closing(triple ? 3 : 1, quote);
    std::size_t i = from + closing.size();
    while (i < text.size() && text.substr(i, closing.size()) != closing) {
        i += quote == '"' && text[i] == '\\' ? 2 : 1;
    }
    i += closing.size();
    while (triple && i < text.size() && text[i] == quote) {
        ++i;  // a string may end in quotes of its own
    }
    return std::min(i, text.size());
}

/// The end of the statement that begins at `from`: behind the line end that no bracket holds.
std::size_t statement_end(std::string_view text, std::size_t from) {
    int depth = 0;
    std::size_t i = from;
    while (i < text.size()) {
        const char c = text[i];
        if (c == '"' || c == '\'') {
            i = string_end(text, i);
            continue;
        }
        if (c == '#') {
            i = std::min(text.find('\n', i), text.size());
            continue;
        }
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        ++i;
        if (c == '\n' && depth == 0) {
            break;
        }
    }
    return i;
}

TomlEntry* entry_of(TomlValue& table, std::string_view key) {
    const auto entry = std::find_if(table.entries.begin(), table.entries.end(),
                                    [key](const TomlEntry& known) { return known.key == key; });
    return entry == table.entries.end() ? nullptr : &*entry;
}

}  // namespace

TomlEdit::TomlEdit(TomlDocument& document, Diagnostics& diagnostics)
    : document_(document), diagnostics_(diagnostics) {
    split(document.text());
}

void TomlEdit::split(std::string_view text) {
    std::size_t line = 1;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = statement_end(text, from);
        const std::string_view statement = text.substr(from, end - from);
        const std::size_t first = statement.find_first_not_of(" \t\r\n");
        Statement& added = statements_.emplace_back();
        added.text = statement;
        added.line = line;
        added.is_blank = first == std::string_view::npos || statement[first] == '#';
        added.is_header = !added.is_blank && statement[first] == '[';
        if (statement.back() != '\n') {
            added.text += '\n';
        }
        line += static_cast<std::size_t>(std::count(statement.begin(), statement.end(), '\n'));
        from = end;
    }
}

TomlEdit::Statement& TomlEdit::at(const SourcePosition& position) {
    const auto behind = std::upper_bound(
        statements_.begin(), statements_.end(), position.line,
        [](std::size_t line, const Statement& statement) { return line < statement.line; });
    GREENLANE_EXPECT(behind != statements_.begin());
    return *std::prev(behind);
}

bool TomlEdit::is_inline(const SourcePosition& position) {
    const Statement& statement = at(position);
    if (statement.is_header) {
        return false;
    }
    std::size_t from = 0;
    for (std::size_t line = statement.line; line < position.line; ++line) {
        from = statement.text.find('\n', from) + 1;
    }
    // Columns count characters; before a key of its own there are none but blanks and keys.
    return statement.text.substr(0, from + position.column - 1).find('=') != std::string::npos;
}

TomlEdit::Statement& TomlEdit::last_key_of(Statement& header) {
    Statement* last = &header;
    const Statement* const end = statements_.data() + statements_.size();
    for (Statement* next = &header + 1; next != end && !next->is_header; ++next) {
        last = next->is_blank ? last : next;
    }
    return *last;
}

void TomlEdit::collect(TomlValue& value, std::vector<Statement*>& statements) {
    for (TomlEntry& entry : value.entries) {
        statements.push_back(&at(entry.position));
        collect(entry.value, statements);
    }
    for (TomlValue& element : value.elements) {
        statements.push_back(&at(element.position));
        collect(element, statements);
    }
}

std::vector<TomlEdit::Statement*> TomlEdit::statements_of(TomlEntry& entry) {
    std::vector<Statement*> statements{&at(entry.position)};
    collect(entry.value, statements);
    std::sort(statements.begin(), statements.end());
    statements.erase(std::unique(statements.begin(), statements.end()), statements.end());
    return statements;
}

bool TomlEdit::refuses(TomlValue& table, const TomlEntry* entry, std::string_view key) {
    if (entry != nullptr ? !is_inline(entry->position) : at(table.position).is_header) {
        return false;
    }
    diagnostics_.error(table.position, "'" + std::string(key) + "' cannot be written here",
                       "give the table a header of its own, such as [goods] or [[station]]");
    return true;
}

void TomlEdit::set(TomlValue& table, std::string_view key, const std::string& lines) {
    TomlEntry* const entry = entry_of(table, key);
    if (refuses(table, entry, key)) {
        return;
    }
    Statement* place = entry != nullptr ? &at(entry->position) : nullptr;
    if (!place || place->is_header) {
        place = &last_key_of(at(table.position));
    }
    if (entry != nullptr) {
        for (Statement* statement : statements_of(*entry)) {
            statement->text.clear();
        }
    }
    place->behind += lines;
}

void TomlEdit::set_value(TomlValue& table, std::string_view key, const std::string& value) {
    const TomlEntry* const entry = entry_of(table, key);
    if (entry == nullptr) {
        return set(table, key, std::string(key) + " = " + value + '\n');
    }
    if (refuses(table, entry, key)) {
        return;
    }
    std::string& text = at(entry->position).text;
    const std::size_t from = text.find_first_not_of(" \t", text.find('=') + 1);
    const std::size_t end = text[from] == '"' || text[from] == '\''
                                ? string_end(text, from)
                                : text.find_last_not_of(" \t\r\n", text.find('#', from) - 1) + 1;
    text.replace(from, end - from, value);
}

void TomlEdit::add(TomlValue& table, const std::string& lines) {
    last_key_of(at(table.position)).behind += lines;
}

void TomlEdit::append(const std::string& lines) {
    appended_ += lines;
}

std::string TomlEdit::text() const {
    std::string text;
    for (const Statement& statement : statements_) {
        text += statement.text + statement.behind;
    }
    return text + appended_;
}

}  // namespace greenlane::io
