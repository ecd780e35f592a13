#pragma once

#include "greenlane/core/units.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

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
/// `2026-06-01T00:00:00+05:00`, in local time.
std::string toml_instant(Instant instant, Duration utc_offset);
/// Sentences as comment lines of up to 98 columns, each with its line end; empty without any.
std::string toml_comment(const std::vector<std::string>& sentences);

}  // namespace greenlane::io
