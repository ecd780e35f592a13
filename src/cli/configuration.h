#pragma once

#include "greenlane/io/journal.h"

#include "cli/command.h"

#include <span>
#include <string>
#include <vector>

namespace greenlane::cli {

using Configuration = std::vector<io::JournalInput>;

/// What decides the results of a command: its options, as texts or, where they name one of the
/// files that were read, by the file's content; then the contents of the other files, such as lists
/// and models; and this program itself. What decides nothing stays out: how the work is shared,
/// where results go, and how many replications there are. Throws InputError(usage) where a file
/// cannot be read, engine::Interrupted.
Configuration configuration_of(const options::variables_map& given,
                               std::span<const std::string> files_read);

/// A word that is the same for equal configurations only.
std::string fingerprint(const Configuration& configuration);

/// What is not the same, in words; empty where all is.
std::string difference(const Configuration& recorded, const Configuration& now);

}  // namespace greenlane::cli
