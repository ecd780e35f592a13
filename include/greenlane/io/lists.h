#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/core/located.h"
#include "greenlane/evaluation/audit.h"
#include "greenlane/profile/watch_list.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace greenlane::io {

/// The files of a folder of watch lists, `*.csv` in the order of their names; none, and `status`
/// says why, where it cannot be read.
std::vector<std::filesystem::path> watch_list_files(const std::filesystem::path& folder,
                                                    std::error_code& status);

/// Reads the watch lists of a folder, all of its files. Each line of a file has
/// the columns agreement, hs_prefix, goods, ex (0 or 1), scope (full, ex-major, ex-minor),
/// confidence (high, medium, low), document (a word, or empty) and hs_edition (one year in all
/// lines of an agreement); other columns are passed over. `green-goods.csv` holds the environmental
/// goods: hs_prefix and confidence; those of low confidence are left out. Mistakes are reported
/// with their place, and faulty lines left out.
profile::Lists read_watch_lists(const std::filesystem::path& folder, Diagnostics& diagnostics);

/// Reads a user's list: a CSV file whose column `word` holds words or HS prefixes.
std::vector<std::string> read_word_list(const std::filesystem::path& file,
                                        Diagnostics& diagnostics);

/// Reads the six-digit codes of one edition of the Harmonized System: a CSV file with the columns
/// hs_edition (one year in all lines) and hs6.
evaluation::Nomenclature read_nomenclature(const std::filesystem::path& file,
                                           Diagnostics& diagnostics);

}  // namespace greenlane::io
