#include "io/toml_reader.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

namespace greenlane::io {

TomlDocument::TomlDocument(std::string text, TomlValue root)
    : text_(std::move(text)), root_(std::move(root)) {}

std::optional<TomlDocument> TomlDocument::parse(std::string text, std::string file,
                                                Diagnostics& diagnostics) {
    auto root = parse_toml(text, std::move(file), diagnostics);
    return root ? std::optional(TomlDocument(std::move(text), std::move(*root))) : std::nullopt;
}

std::optional<TomlDocument> TomlDocument::read(const std::filesystem::path& file,
                                               Diagnostics& diagnostics) {
    const auto unreadable = [&](const std::string& why) {
        diagnostics.error({std::make_shared<const std::string>(file.string()), 0, 0},
                          "cannot be read (" + why + ')');
        return std::nullopt;
    };
    std::error_code status;
    if (std::filesystem::is_directory(file, status)) {
        return unreadable("it is a directory");
    }
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return unreadable(std::strerror(errno));
    }
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return unreadable("it is empty");
    }
    return parse(std::move(text), file.string(), diagnostics);
}

}  // namespace greenlane::io
