#include "report/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

bool starts_code_point(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u;
}

std::string_view code_of(Tone tone) {
    switch (tone) {
        case Tone::strong:
            return "1";
        case Tone::faint:
            return "2";
        case Tone::good:
            return "32";
        case Tone::bad:
            return "1;31";
        case Tone::warning:
            return "33";
        case Tone::plain:
            break;
    }
    return {};
}

}  // namespace

std::string painted(std::string_view text, Tone tone, bool colours) {
    if (!colours || tone == Tone::plain || text.empty()) {
        return std::string(text);
    }
    return fmt::format("\033[{}m{}\033[0m", code_of(tone), text);
}

std::size_t display_width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_code_point));
}

std::string shortened(std::string_view text, std::size_t width) {
    if (display_width(text) <= width) {
        return std::string(text);
    }
    std::size_t end = 0;
    for (std::size_t columns = 0; end < text.size(); ++end) {
        if (starts_code_point(text[end]) && ++columns == width) {
            break;
        }
    }
    return std::string(text.substr(0, end)) + "…";
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
    std::string lines;
    std::size_t column = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t taken = display_width(word);
        if (column > 0 && column + 1 + taken > width) {
            lines += '\n';
            column = 0;
        }
        if (column == 0) {
            lines.append(indent, ' ');
            column = indent;
        } else {
            lines += ' ';
            ++column;
        }
        lines += word;
        column += taken;
    }
    return lines + '\n';
}

std::string warning_line(std::string_view warning, std::size_t width, bool colours) {
    return painted(wrapped(fmt::format("! {}", warning), width, 2), Tone::warning, colours);
}

}  // namespace greenlane::report
