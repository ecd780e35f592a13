#pragma once

#include <string>
#include <string_view>

namespace greenlane::cli {

/// Writes a whole file under a temporary name and renames it; devices and pipes are written to as
/// they are. Throws InputError(output) where that fails, and leaves nothing behind.
void write_file(const std::string& file, std::string_view content);

}  // namespace greenlane::cli
