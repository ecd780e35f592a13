#pragma once

#include <string>
#include <vector>

namespace greenlane::cli {

/// The text as one word of a shell's command line, quoted where it must be.
std::string shell_word(const std::string& text);
/// `greenlane` with these arguments, to be pasted into a shell.
std::string shell_command(const std::vector<std::string>& arguments);

}  // namespace greenlane::cli
