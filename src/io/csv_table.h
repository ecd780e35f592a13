#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/core/located.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::io {

/// A row of a small CSV file: the cells of the columns asked for, in the order asked for.
using CsvRow = std::vector<Located<std::string>>;

/// Reads a whole CSV file that is small enough to keep, such as a list or a catalogue. Other
/// columns are passed over. nullopt, and errors, where the file cannot be read or lacks a column; a
/// row that is not a row is an error and left out. Cells have the line and the character where they
/// start.
std::optional<std::vector<CsvRow>> read_csv_table(const std::filesystem::path& file,
                                                  std::span<const std::string_view> columns,
                                                  Diagnostics& diagnostics);

/// A finite number of at least 0, or an error at the cell.
std::optional<double> number_in(const Located<std::string>& cell, std::string_view column,
                                Diagnostics& diagnostics);
/// The word's place among `words`, or an error at the cell.
std::optional<std::size_t> word_in(const Located<std::string>& cell, std::string_view column,
                                   std::span<const std::string_view> words,
                                   Diagnostics& diagnostics);
/// Whether the cell, 2 to 10 digits, is an HS prefix; reports it where it is none.
bool is_hs_prefix(const Located<std::string>& cell, Diagnostics& diagnostics);

}  // namespace greenlane::io
