#pragma once

#include <string>
#include <string_view>

namespace greenlane::io {

/// A word as a field of a CSV file: quoted where RFC 4180 asks for it. A spreadsheet would take a
/// word that begins with = + - @, a tab or a carriage return for a formula: it is quoted, after an
/// apostrophe.
std::string csv_text(std::string_view word);
/// The shortest text that reads back as the same number.
std::string csv_number(double value);

}  // namespace greenlane::io
