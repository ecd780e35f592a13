#include "io/toml_text.h"

#include "greenlane/core/calendar.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace greenlane::io {

namespace {

std::string printed(const char* format, auto... values) {
    std::array<char, 64> buffer{};
    const int length = std::snprintf(buffer.data(), buffer.size(), format, values...);
    return {buffer.data(), static_cast<std::size_t>(length)};
}

}  // namespace

std::string toml_number(double number) {
    return printed("%.6g", number);
}

std::string toml_numbers(std::span<const double> numbers) {
    constexpr std::size_t on_a_line = 8;
    std::string text = "[";
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (numbers.size() > on_a_line) {
            text += i % on_a_line == 0 ? "\n    " : " ";
        } else if (i > 0) {
            text += ' ';
        }
        text += toml_number(numbers[i]);
        text += numbers.size() > on_a_line || i + 1 < numbers.size() ? "," : "";
    }
    return text + (numbers.size() > on_a_line ? "\n]" : "]");
}

std::string toml_text(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
        }
        const auto code = static_cast<unsigned char>(c);
        quoted +=
            code < 0x20 || code == 0x7f ? printed("\\u%04x", unsigned{code}) : std::string(1, c);
    }
    return quoted + '"';
}

std::string toml_key(std::string_view word) {
    const bool is_bare = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    });
    return is_bare ? std::string(word) : toml_text(word);
}

std::string toml_duration(double milliseconds) {
    constexpr std::array<std::pair<Duration, const char*>, 3> units{
        {{hour, "h"}, {minute, "min"}, {second, "s"}}};
    for (const auto& [length, suffix] : units) {
        if (milliseconds >= static_cast<double>(length)) {
            return printed("%.6g", milliseconds / static_cast<double>(length)) + suffix;
        }
    }
    return printed("%.6g", milliseconds) + "ms";
}

std::string toml_offset(Duration utc_offset) {
    const auto minutes = static_cast<int>(std::abs(utc_offset) / minute);
    return printed("%c%02d:%02d", utc_offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string toml_instant(Instant instant, Duration utc_offset) {
    std::string text = format_instant(instant + utc_offset);
    text.pop_back();  // the Z
    return text + toml_offset(utc_offset);
}

std::string toml_comment(const std::vector<std::string>& sentences) {
    constexpr std::size_t width = 98;
    std::string text;
    std::size_t column = width;
    for (const std::string& sentence : sentences) {
        for (std::size_t from = 0; from < sentence.size();) {
            const std::size_t end = std::min(sentence.find(' ', from), sentence.size());
            const std::string word = sentence.substr(from, end - from);
            if (column + 1 + word.size() > width) {
                text += text.empty() ? "#" : "\n#";
                column = 1;
            }
            text += ' ' + word;
            column += 1 + word.size();
            from = end + 1;
        }
    }
    return text.empty() ? text : text + '\n';
}

}  // namespace greenlane::io
