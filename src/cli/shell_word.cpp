#include "cli/shell_word.h"

namespace greenlane::cli {

std::string shell_word(const std::string& text) {
    const bool plain =
        !text.empty() && text.find_first_of(" '\"$`\\!*?[]{}()<>|&;#~\t\n") == std::string::npos;
    if (plain) {
        return text;
    }
    std::string word = "'";
    for (const char c : text) {
        word += c == '\'' ? std::string("'\\''") : std::string{c};
    }
    return word + '\'';
}

std::string shell_command(const std::vector<std::string>& arguments) {
    std::string command = "greenlane";
    for (const std::string& argument : arguments) {
        command += ' ' + shell_word(argument);
    }
    return command;
}

}  // namespace greenlane::cli
