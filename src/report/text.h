#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace greenlane::report {

/// How a piece of text stands out; without colours all look alike.
enum class Tone { plain, strong, faint, good, bad, warning };

/// Escape codes around `text`, where colours are wanted and there is text.
std::string painted(std::string_view text, Tone tone, bool colours);

/// Columns that UTF-8 text takes: one a code point.
std::size_t display_width(std::string_view text);
/// At most `width` columns, the last one an ellipsis where something is left out.
std::string shortened(std::string_view text, std::size_t width);
/// Broken at blanks into lines of at most `width` columns, each after `indent` blanks.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);
/// `! warning` in a heading.
std::string warning_line(std::string_view warning, std::size_t width, bool colours);

}  // namespace greenlane::report
