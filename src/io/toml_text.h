#pragma once

#include "greenlane/core/units.h"

#include <span>
#include <string>
#include <string_view>

namespace greenlane::io {

/// Values as a TOML text holds them. Numbers and durations to six digits.
std::string toml_number(double number);
/// On one line, or on lines of eight.
std::string toml_numbers(std::span<const double> numbers);
std::string toml_text(std::string_view text);  ///< quoted
std::string toml_key(std::string_view word);   ///< quoted where it must be
/// `24.5min`, from milliseconds.
std::string toml_duration(double milliseconds);
/// `+05:00`
std::string toml_offset(Duration utc_offset);

}  // namespace greenlane::io
