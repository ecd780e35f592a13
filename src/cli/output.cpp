#include "cli/output.h"

#include "greenlane/core/diagnostics.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace greenlane::cli {

void write_file(const std::string& file, std::string_view content) {
    const std::string temporary = file + ".part";
    const auto fail = [&](int reason) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        throw InputError(Failure::output, file,
                         std::string("cannot be written: ") + std::strerror(reason));
    };
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(std::fopen(temporary.c_str(), "wb"),
                                                              [](std::FILE*) { return 0; });
    if (!out) {
        fail(errno);
    }
    const bool written =
        std::fwrite(content.data(), 1, content.size(), out.get()) == content.size();
    const int reason = errno;
    if (std::fclose(out.get()) != 0 || !written) {
        fail(written ? errno : reason);
    }
    if (std::rename(temporary.c_str(), file.c_str()) != 0) {
        fail(errno);
    }
}

}  // namespace greenlane::cli
