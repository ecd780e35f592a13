#include "greenlane/io/document_edit.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/contract.h"

#include "io/overrides.h"
#include "io/toml_value.h"

#include <array>
#include <cstddef>
#include <system_error>

namespace greenlane::io {

namespace {

namespace fs = std::filesystem;

using Kind = TomlValue::Kind;

/// Of a text that has been read before.
TomlValue parse(const std::string& text) {
    Diagnostics diagnostics;
    auto root = parse_toml(text, {}, diagnostics);
    GREENLANE_EXPECT(root.has_value());
    return std::move(*root);
}

std::size_t offset_of(std::string_view text, const SourcePosition& position) {
    std::size_t offset = 0;
    for (std::uint32_t line = 1; line < position.line; ++line) {
        offset = text.find('\n', offset) + 1;
    }
    // Columns count characters: continuation bytes are none.
    for (std::uint32_t column = 1; column < position.column; ++column) {
        do {
            ++offset;
        } while ((static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80);
    }
    return offset;
}

/// One past the end of a number, or of a text in one pair of quotes.
std::size_t end_of(std::string_view text, std::size_t begin) {
    const char quote = text[begin];
    if (quote != '"' && quote != '\'') {
        return std::min(text.size(), text.find_first_of(" \t\r\n,]}#", begin));
    }
    std::size_t end = begin + 1;
    while (text[end] != quote) {
        end += text[end] == '\\' && quote == '"' ? 2 : 1;
    }
    return end + 1;
}

std::string replaced(std::string text, const TomlValue& value, const std::string& by) {
    const std::size_t begin = offset_of(text, value.position);
    return text.replace(begin, end_of(text, begin) - begin, by);
}

std::string toml_text(const fs::path& path) {
    std::string text = "\"";
    for (const char c : path.generic_string()) {
        text += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    }
    return text + '"';
}

/// A relative path, as it leads to the same place from another folder.
std::string path_from(const std::string& path, const fs::path& from, const fs::path& to) {
    return fs::path(path).is_absolute() ? path
                                        : (from / path).lexically_proximate(to).generic_string();
}

std::string with_path(std::string text, std::string_view key, const fs::path& from,
                      const fs::path& to) {
    TomlValue root = parse(text);
    const TomlValue* const value = find_value(root, key);
    return value != nullptr && value->kind == Kind::text
               ? replaced(std::move(text), *value, toml_text(path_from(value->text, from, to)))
               : text;
}

/// Adds a line at the beginning of a table, which is added where there is none.
std::string with_line(std::string text, const std::string& table, const std::string& line) {
    TomlValue root = parse(text);
    const TomlValue* const found = root.find(table);
    if (found == nullptr) {
        return text + (text.ends_with('\n') ? "" : "\n") + "\n[" + table + "]\n" + line + '\n';
    }
    const std::size_t header = offset_of(text, found->position);
    return text.insert(std::min(text.size(), text.find('\n', header)), '\n' + line);
}

}  // namespace

std::optional<double> number_at(const std::string& text, const std::string& file,
                                std::string_view key, Diagnostics& diagnostics) {
    const SourcePosition whole{std::make_shared<const std::string>(file), 0, 0};
    auto root = parse_toml(text, file, diagnostics);
    if (!root) {
        return std::nullopt;
    }
    const TomlValue* const value = find_value(*root, key);
    if (value == nullptr) {
        diagnostics.error(
            whole, "there is no key '" + std::string(key) + '\'',
            "what is tuned stands in the file: write it there with its present value");
        return std::nullopt;
    }
    if (value->kind == Kind::integer) {
        return static_cast<double>(value->integer);
    }
    if (value->kind == Kind::number) {
        return value->number;
    }
    if (const auto duration =
            value->kind == Kind::text ? parse_duration(value->text) : std::nullopt) {
        return static_cast<double>(*duration);
    }
    diagnostics.error(
        value->position,
        '\'' + std::string(key) + "' is " + std::string(described(value->kind)) + ", not a number",
        "numbers and durations can be tuned");
    return std::nullopt;
}

std::string with_number(std::string text, std::string_view key, const std::string& number) {
    TomlValue root = parse(text);
    const TomlValue* const value = find_value(root, key);
    GREENLANE_EXPECT(value != nullptr);
    const bool is_text = value->kind == Kind::text;
    return replaced(std::move(text), *value, is_text ? '"' + number + '"' : number);
}

std::string moved_profile(std::string text, const fs::path& from, const fs::path& to) {
    constexpr const char* watch_lists = "watchlists";
    TomlValue root = parse(text);
    const TomlValue* const lists = root.find("lists");
    std::error_code ignored;
    const bool stated = find_value(root, "lists.watchlists") != nullptr;
    for (std::size_t i = 0; lists != nullptr && i < lists->entries.size(); ++i) {
        text = with_path(std::move(text), "lists.'" + lists->entries[i].key + '\'', from, to);
    }
    text = with_path(std::move(text), "model.file", from, to);
    if (!stated && fs::is_directory(from / watch_lists, ignored)) {
        text = with_line(std::move(text), "lists",
                         "watchlists = " + toml_text(path_from(watch_lists, from, to)));
    }
    return text;
}

std::string moved_scenario(std::string text, const fs::path& from, const fs::path& to,
                           const std::string& profile) {
    text = with_path(std::move(text), "goods.catalogue", from, to);
    TomlValue root = parse(text);
    const TomlValue* const own = find_value(root, "scenario.profile");
    if (profile.empty()) {
        return text;
    }
    return own != nullptr
               ? replaced(std::move(text), *own, toml_text(profile))
               : with_line(std::move(text), "scenario", "profile = " + toml_text(profile));
}

}  // namespace greenlane::io
