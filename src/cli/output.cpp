#include "cli/output.h"

#include "greenlane/core/diagnostics.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace greenlane::cli {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const std::string& file, int reason) {
    throw InputError(Failure::output, file,
                     std::string("cannot be written: ") + std::strerror(reason));
}

/// 0, or why it could not be written.
int write_through(const std::string& file, std::string_view content) {
    std::FILE* const out = std::fopen(file.c_str(), "wb");
    if (out == nullptr) {
        return errno;
    }
    const bool written = std::fwrite(content.data(), 1, content.size(), out) == content.size();
    const int reason = errno;
    if (std::fclose(out) != 0) {
        return written ? errno : reason;
    }
    return written ? 0 : reason;
}

}  // namespace

void write_file(const std::string& file, std::string_view content) {
    std::error_code unknown;
    const fs::file_type type = fs::status(file, unknown).type();
    if (type != fs::file_type::not_found && type != fs::file_type::regular) {
        // A device or a pipe: renaming would put a file in its place.
        if (const int reason = write_through(file, content)) {
            fail(file, reason);
        }
        return;
    }
    const std::string temporary = file + ".part";
    int reason = write_through(temporary, content);
    if (reason == 0 && std::rename(temporary.c_str(), file.c_str()) != 0) {
        reason = errno;
    }
    if (reason != 0) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        fail(file, reason);
    }
}

}  // namespace greenlane::cli
